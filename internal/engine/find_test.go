package engine_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"blobsight/internal/engine"
	"blobsight/internal/engine/enginetest"
)

func TestFind(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	good := enginetest.Library("amd64", "1.30.0")
	put(t, enginetest.Library("amd64", "1.20.1"), root, "old", "libonnxruntime.so.1")
	put(t, good, root, "beside", "libonnxruntime_providers_shared.so")
	put(t, good, root, "versions", "libonnxruntime.so.1.30.0")
	put(t, good, root, "both", "libonnxruntime.so.1")
	put(t, good, root, "both", "libonnxruntime.so")
	if err := os.MkdirAll(filepath.Join(root, "folder", "libonnxruntime.so"), 0o700); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		dirs []string
		want string
	}{
		{"with a version", []string{"none", "versions"}, "versions/libonnxruntime.so.1.30.0"},
		{"first of two", []string{"both", "versions"}, "both/libonnxruntime.so"},
		{"after those that do not fit", []string{"old", "beside", "folder", "versions"}, "versions/libonnxruntime.so.1.30.0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var dirs []string
			for _, dir := range tt.dirs {
				dirs = append(dirs, filepath.Join(root, dir))
			}
			lib, err := engine.FindFor("linux", "amd64", dirs...)
			if err != nil || lib.Path != filepath.Join(root, filepath.FromSlash(tt.want)) {
				t.Errorf("got %+v, %v, want %s", lib, err, tt.want)
			}
		})
	}
	old, beside := filepath.Join(root, "old"), filepath.Join(root, "beside")
	_, err := engine.FindFor("linux", "amd64", old, "", beside, old)
	fails(t, err, "blobsight engine install", old+", "+beside, "libonnxruntime.so.1 is ONNX Runtime 1.20.1", "1.24")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

// TestFindExplicit: nothing else is looked at.
func TestFindExplicit(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the files of this test are libraries for Linux")
	}
	root := t.TempDir()
	good := put(t, enginetest.Library(runtime.GOARCH, "1.30.0"), root, "good", "libonnxruntime.so")
	old := put(t, enginetest.Library(runtime.GOARCH, "1.20.0"), root, "old.so")
	for _, explicit := range []string{good, filepath.Dir(good)} {
		if lib, err := engine.Find(explicit, root); err != nil || lib.Path != good {
			t.Errorf("%s: got %+v, %v", explicit, lib, err)
		}
	}
	_, err := engine.Find(old, filepath.Dir(good))
	fails(t, err, old, "1.20.0")
	_, err = engine.Find(filepath.Join(root, "none"), filepath.Dir(good))
	fails(t, err, "none")
	for _, dir := range engine.SystemDirs() {
		if !filepath.IsAbs(dir) {
			t.Errorf("%s is not absolute", dir)
		}
	}
}

// TestFindRelative: a library beside is not left to the system's loader, which
// would look for its name elsewhere.
func TestFindRelative(t *testing.T) { //nolint:paralleltest // changes the folder
	t.Chdir(t.TempDir())
	put(t, enginetest.Library("amd64", "1.30.0"), ".", "libonnxruntime.so")
	lib, err := engine.FindFor("linux", "amd64", ".")
	if err != nil || !filepath.IsAbs(lib.Path) {
		t.Errorf("got %+v, %v", lib, err)
	}
}
