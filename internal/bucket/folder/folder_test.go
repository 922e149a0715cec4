package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/bucket/folder"
	"blobsight/internal/rekapi/objectstest"
)

func TestObjects(t *testing.T) {
	t.Parallel()
	objectstest.Run(t, func(t *testing.T) objectstest.Harness {
		dir := t.TempDir()
		return objectstest.Harness{
			Objects: open(t, dir), Bucket: "pictures",
			Put: func(t *testing.T, name string, body []byte) { write(t, filepath.Join(dir, "pictures", name), body) },
		}
	})
}

func open(t *testing.T, dir string) *folder.Source {
	t.Helper()
	s, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func write(t *testing.T, path string, body []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, body, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// TestNamesOfFiles: names that a file system would understand, but S3 would not.
func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	write(t, filepath.Join(dir, "pictures", "cats", "tom.jpg"), []byte("tom"))
	write(t, filepath.Join(dir, "loose.jpg"), []byte("in no bucket"))
	write(t, filepath.Join(dir, ".hidden", "tom.jpg"), []byte("no bucket"))
	for _, at := range [][2]string{
		{"pictures", "cats//tom.jpg"},
		{"pictures", "/cats/tom.jpg"},
		{"pictures", "cats/tom.jpg/"},
		{"pictures", "cats/"},
		{"pictures", "cats"},
		{"pictures", "cats/" + strings.Repeat("n", 300)},
		{"pictures/cats", "tom.jpg"},
		{"loose.jpg", ""},
		{"loose.jpg", "."},
		{"loose.jpg", "x"},
		{".hidden", "tom.jpg"},
	} {
		if _, err := s.Open(t.Context(), at[0], at[1], ""); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("%q, %q: %v, want ErrObjectNotFound", at[0], at[1], err)
		}
	}
	if runtime.GOOS == "windows" {
		if _, err := s.Open(t.Context(), "pictures", `cats\tom.jpg`, ""); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("backslash: %v, want ErrObjectNotFound", err)
		}
	}
}

// TestLinks: those that stay in the folder are followed, no other is.
func TestLinks(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	s := open(t, dir)
	write(t, filepath.Join(dir, "pictures", "tom.jpg"), []byte("tom"))
	write(t, filepath.Join(outside, "secret"), []byte("secret"))
	for link, to := range map[string]string{
		"pictures/again.jpg": "tom.jpg",
		"other":              "pictures",
		"pictures/file":      filepath.Join(outside, "secret"),
		"pictures/folder":    outside,
		"pictures/up":        "../..",
		"outside":            outside,
		"pictures/loop":      "loop",
		"pictures/nowhere":   "nobody.jpg",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	for _, at := range [][2]string{{"pictures", "again.jpg"}, {"other", "tom.jpg"}} {
		if got := objectstest.Content(t, s, at[0], at[1], ""); got != "tom" {
			t.Errorf("%q is %q", at, got)
		}
	}
	for _, at := range [][2]string{
		{"pictures", "file"},
		{"pictures", "folder/secret"},
		{"pictures", "up/" + filepath.Base(outside) + "/secret"},
		{"outside", "secret"},
		{"pictures", "loop"},
		{"pictures", "nowhere"},
	} {
		if _, err := s.Open(t.Context(), at[0], at[1], ""); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("%q: %v, want ErrObjectNotFound", at, err)
		}
	}
}

// TestForbidden: what may not be read is missing, trouble is not.
func TestForbidden(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	write(t, filepath.Join(dir, "pictures", "tom.jpg"), []byte("tom"))
	if os.Getuid() > 0 {
		if err := os.Chmod(filepath.Join(dir, "pictures", "tom.jpg"), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Open(t.Context(), "pictures", "tom.jpg", ""); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("forbidden: %v, want ErrObjectNotFound", err)
		}
	}
	_ = s.Close()
	if _, err := s.Open(t.Context(), "pictures", "tom.jpg", ""); blobsight.KindOf(err) != blobsight.KindInternal || !errors.Is(err, os.ErrClosed) {
		t.Errorf("closed: %v, want an internal error", err)
	}
}

func TestOpenWantsAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), nil)
	for _, wrong := range []string{filepath.Join(dir, "nothing"), filepath.Join(dir, "file")} {
		if _, err := folder.Open(wrong); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%v does not name %s", err, wrong)
		}
	}
}
