package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight/internal/engine"
	"blobsight/internal/engine/enginetest"
)

// put writes a file into a folder, which is made if it is missing.
func put(t testing.TB, content []byte, elem ...string) string {
	t.Helper()
	path := filepath.Join(elem...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fails checks that an error holds every word.
func fails(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q lacks %q", err, w)
		}
	}
}

func TestInspect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		content []byte
		version string
		words   []string // of the error
	}{
		{"fits", enginetest.Library("amd64", "1.24.0"), "1.24.0", nil},
		{"newer", enginetest.Library("amd64", "1.100.3"), "1.100.3", nil},
		{"next", enginetest.Library("amd64", "2.0.0"), "2.0.0", nil},
		{"no version", enginetest.Shared("amd64", "\x00OrtGetApiBase\x00"), "", nil},
		{"too old", enginetest.Library("amd64", "1.23.2"), "", []string{"1.23.2", "1.24"}},
		{"other processor", enginetest.Library("arm64", "1.30.0"), "", []string{"linux/arm64", "linux/amd64"}},
		{"other library", enginetest.Shared("amd64", "\x00deflate\x00"), "", []string{"another library"}},
		{"text", []byte("#!/bin/sh\n"), "", []string{"no shared library"}},
		{"empty", nil, "", []string{"no shared library"}},
		{"cut off", enginetest.Library("amd64", "1.30.0")[:80], "", []string{"no shared library"}},
		{"broken Mach-O", []byte("\xcf\xfa\xed\xfe and so on"), "", []string{"no shared library"}},
		{"broken universal Mach-O", []byte("\xca\xfe\xba\xbe and so on"), "", []string{"no shared library"}},
		{"broken DLL", []byte("MZ and so on"), "", []string{"no shared library"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := put(t, tt.content, t.TempDir(), "libonnxruntime.so")
			lib, err := engine.InspectFor(path, "linux", "amd64")
			if tt.words != nil {
				fails(t, err, append(tt.words, path)...)
				return
			}
			if err != nil || lib.Path != path || lib.Version != tt.version {
				t.Errorf("got %+v, %v; want version %q", lib, err, tt.version)
			}
		})
	}
	_, err := engine.InspectFor(t.TempDir(), "linux", "amd64")
	fails(t, err, "folder")
	_, err = engine.InspectFor(filepath.Join(t.TempDir(), "none"), "linux", "amd64")
	fails(t, err, "none")
}

// FuzzInspect: no file brings Inspect down.
func FuzzInspect(f *testing.F) {
	f.Add(enginetest.Library("amd64", "1.30.0"))
	f.Add([]byte("MZ"))
	f.Add([]byte("\xcf\xfa\xed\xfe\x07\x00\x00\x01\x03\x00\x00\x00\x06\x00\x00\x00"))
	f.Add([]byte("\xca\xfe\xba\xbe\x00\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, _ = engine.InspectFor(put(t, content, t.TempDir(), "lib"), "linux", "amd64")
	})
}
