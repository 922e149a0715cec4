package onnx_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"blobsight/internal/recognizer/onnx"
)

// library finds ONNX Runtime for the tests: where BLOBSIGHT_ORT_LIB says, where
// pip and npm put it, or in the system.
func library(t testing.TB) string {
	t.Helper()
	if !onnx.Available {
		t.Skip("built without cgo: run with CGO_ENABLED=1")
	}
	if path := os.Getenv("BLOBSIGHT_ORT_LIB"); path != "" { //nolint:forbidigo // the tests' own switch
		return path
	}
	home, _ := os.UserHomeDir()
	capi := filepath.Join("onnxruntime", "capi", "libonnxruntime*")
	for _, pattern := range []string{
		filepath.Join(os.Getenv("VIRTUAL_ENV"), "lib", "python3*", "site-packages", capi), //nolint:forbidigo // as above
		filepath.Join(home, ".local", "lib", "python3*", "site-packages", capi),
		filepath.Join("/usr/local/lib", "python3*", "*-packages", capi),
		filepath.Join("/usr/lib", "python3*", "dist-packages", capi),
		filepath.Join("..", "..", "..", "node_modules", "onnxruntime-node", "bin", "napi-v*", "*", "*", "libonnxruntime*"),
		"/usr/local/lib/libonnxruntime.*",
		"/usr/lib/libonnxruntime.*",
		"/usr/lib/*/libonnxruntime.*",
		"/opt/homebrew/lib/libonnxruntime.dylib",
	} {
		found, _ := filepath.Glob(pattern)
		found = slices.DeleteFunc(found, func(path string) bool {
			version, err := onnx.Version(path)
			return err != nil || version == ""
		})
		if len(found) > 0 {
			return found[0]
		}
	}
	t.Skip("ONNX Runtime 1.24 or newer is absent: make test-onnx gets it, or BLOBSIGHT_ORT_LIB names it")
	return ""
}

// load makes an engine of the bytes of a model and closes it at the end of the test.
func load(t testing.TB, file []byte, opt onnx.Options) *onnx.Engine {
	t.Helper()
	opt.Library = library(t)
	e, err := onnx.Load(func() ([]byte, error) { return file, nil }, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func read(t testing.TB, elem ...string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	return file
}
