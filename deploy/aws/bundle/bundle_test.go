package main

import (
	"archive/zip"
	"bytes"
	"debug/elf"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestReproducible builds the same program in two places: the zips are the same to
// the byte, and hold one static program for Linux on arm64 that may be run.
func TestReproducible(t *testing.T) {
	t.Parallel()
	var zips [2][]byte
	for i := range zips {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"go.mod":  "module hello\n\ngo 1.26\n",
			"main.go": "package main\n\nvar version string\n\nfunc main() { println(version) }\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		program, out := filepath.Join(dir, "out"), filepath.Join(dir, "main.go")
		if err := build(t.Context(), program, out, "1.2.3"); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(program)
		if err != nil {
			t.Fatal(err)
		}
		if zips[i], err = pack(data); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(zips[0], zips[1]) {
		t.Error("two builds of the same source differ")
	}
	checkProgram(t, zips[0])
}

func checkProgram(t *testing.T, file []byte) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.File) != 1 || r.File[0].Name != bootstrap || r.File[0].Mode() != 0o755 {
		t.Fatalf("the zip holds %+v, want one bootstrap with mode 0755", r.File)
	}
	f, err := r.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	program, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if program.Machine != elf.EM_AARCH64 || program.Section(".interp") != nil {
		t.Errorf("the program is for %s, interpreter %v; want a static one for arm64", program.Machine, program.Section(".interp"))
	}
}
