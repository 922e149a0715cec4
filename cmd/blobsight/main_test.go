package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain keeps the settings of whoever runs the tests out of them.
func TestMain(m *testing.M) {
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "BLOBSIGHT_") || strings.HasPrefix(name, "AWS_") {
			os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}

// outcome is what one run of the program gave.
type outcome struct {
	code     int
	out, err string
}

// try runs the program to its end.
func try(ctx context.Context, stdin string, args ...string) outcome {
	var out, err bytes.Buffer
	code := run(ctx, args, streams{in: strings.NewReader(stdin), out: &out, err: &err})
	return outcome{code, out.String(), err.String()}
}

// mustRun runs the program and expects success.
func mustRun(t *testing.T, args ...string) outcome {
	t.Helper()
	o := try(t.Context(), "", args...)
	if o.code != 0 {
		t.Fatalf("blobsight %s: exit code %d\n%s", strings.Join(args, " "), o.code, o.err)
	}
	return o
}

// samplePath is one of the pictures that come with the project.
func samplePath(name string) string { return filepath.Join("..", "..", "samples", name) }

// write makes a file in a new folder.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// contains reports each text that is not in got.
func contains(t *testing.T, got string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(got, text) {
			t.Errorf("%q is not in:\n%s", text, got)
		}
	}
}
