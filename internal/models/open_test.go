package models_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight/internal/models"
)

// write makes a file in dir and gives its path.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func says(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	for _, p := range parts {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("the error does not say %q:\n%v", p, err)
		}
	}
}

func TestOpenMissing(t *testing.T) {
	t.Parallel()
	m, err := models.Find("mobilenetv2-12-int8")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "my models")
	_, err = m.Open(dir)
	says(t, err, "mobilenetv2-12-int8", "missing in "+dir, "blobsight models pull mobilenetv2-12-int8 --models '"+dir+"'")
	if !errors.Is(err, models.ErrMissing) || m.Present(dir) {
		t.Errorf("it is not said to be missing: %v", err)
	}
}

// TestOpenVerifies: a file is verified whenever it is opened, and another name
// of it does as well.
func TestOpenVerifies(t *testing.T) {
	t.Parallel()
	m, err := models.Find("mobilenetv2-12-int8")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	right, wrong := "right contents", "wrong contents"
	m.File.Bytes, m.File.SHA256 = int64(len(right)), sumOf(right)

	path := write(t, dir, m.File.Name, wrong)
	_, err = m.Open(dir)
	says(t, err, path+" is another file: its sha256 is "+sumOf(wrong), sumOf(right), "replace it with: blobsight models pull mobilenetv2-12-int8 --models "+dir)

	also := write(t, dir, m.File.Also[0], right)
	contents, err := m.Open(dir)
	if err != nil || string(contents) != right {
		t.Errorf("got %q, %v", contents, err)
	}
	if got, err := m.Path(dir); err != nil || got != also {
		t.Errorf("the path is %q, %v", got, err)
	}
	write(t, dir, m.File.Also[0], right+"!")
	_, err = m.Open(dir)
	says(t, err, path)
	write(t, dir, m.File.Name, right+"!")
	_, err = m.Open(dir)
	says(t, err, "it has 15 bytes, and must have 14")
}

// TestShared: the real files are those of the catalogue.
func TestShared(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "models")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no models in %s", dir)
	}
	for _, name := range []string{"mobilenetv2-12-int8", "yolox_nano_416", "nanodet_m_416"} {
		m, err := models.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		if contents, err := m.Open(dir); err != nil || int64(len(contents)) != m.File.Bytes {
			t.Errorf("%s: %d bytes, %v", name, len(contents), err)
		}
	}
}

func TestUsersModel(t *testing.T) {
	t.Parallel()
	dir, elsewhere := t.TempDir(), t.TempDir()
	path := write(t, dir, "screws.yaml", `
file: {name: nets/screws.onnx}
input: {width: 320, height: 240, range: 255, std: [255, 255, 255]}
output: {activation: sigmoid}
classes: {file: screws.txt}
`)
	m, err := models.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if m.Name != "screws" || m.Version != "" || m.Embedded() || m.Classes.File != filepath.Join(dir, "screws.txt") {
		t.Errorf("got %+v", m)
	}
	_, err = m.Open(elsewhere)
	says(t, err, "model screws: the file is missing: "+filepath.Join(dir, "nets", "screws.onnx"))

	if err := os.Mkdir(filepath.Join(dir, "nets"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "nets"), "screws.onnx", "network")
	contents, err := m.Open(elsewhere)
	if err != nil || string(contents) != "network" {
		t.Errorf("got %q, %v", contents, err)
	}
	if m, err = models.Load(path); err != nil || m.Version != sumOf("network")[:12] {
		t.Errorf("version %q, %v", m.Version, err)
	}

	path = write(t, dir, "sum.yaml", fmt.Sprintf("file: {name: nets/screws.onnx, sha256: %s}\ninput: {width: 1}\nclasses: {names: [Screw, {name: Nut, parents: [Part]}]}\n", sumOf("other")))
	if m, err = models.Load(path); err != nil {
		t.Fatal(err)
	}
	if c := m.Classes.Names; len(c) != 2 || c[0].Name != "Screw" || c[1].Parents[0] != "Part" {
		t.Errorf("classes %+v", c)
	}
	_, err = m.Open(elsewhere)
	says(t, err, "its sha256 is "+sumOf("network"), sumOf("other"), "mend the description")
}

// TestPin: a file that has no sum gets the one that it has, with a version, also
// in the folder of models; another file in its place is refused from then on.
func TestPin(t *testing.T) {
	t.Parallel()
	dir, folder := t.TempDir(), t.TempDir()
	m, err := models.Load(write(t, dir, "own.yaml", "file: {name: own.onnx}\ninput: {width: 1}\nclasses: {names: [Screw]}\n"))
	if err != nil || m.Version != "" {
		t.Fatalf("version %q, %v", m.Version, err)
	}
	says(t, m.Pin(folder), "the file is missing")
	path := write(t, folder, "own.onnx", "network")
	if err := m.Pin(folder); err != nil || m.Version != sumOf("network")[:12] {
		t.Errorf("version %q, %v", m.Version, err)
	}
	if _, err := m.Open(folder); err != nil {
		t.Error(err)
	}
	write(t, folder, "own.onnx", "another")
	_, err = m.Open(folder)
	says(t, err, path, sumOf("another"))
	if err := m.Pin(folder); err != nil { // it has one
		t.Error(err)
	}
}
