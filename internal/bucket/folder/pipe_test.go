//go:build unix

package folder_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"blobsight"

	"blobsight/internal/rekapi/objectstest"
)

// TestPipe: a pipe is no object, and nobody waits for what comes out of it.
func TestPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	write(t, filepath.Join(dir, "pictures", "tom.jpg"), []byte("tom"))
	if err := syscall.Mkfifo(filepath.Join(dir, "pictures", "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), "pictures", "pipe", ""); !errors.Is(err, blobsight.ErrObjectNotFound) {
		t.Errorf("%v, want ErrObjectNotFound", err)
	}
	if got := objectstest.Content(t, s, "pictures", "tom.jpg", ""); got != "tom" {
		t.Errorf("the object beside it is %q", got)
	}
}
