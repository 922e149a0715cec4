package e2e_test

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/testscript"

	"blobsight/internal/engine/enginetest"
)

// cmdLibrary: library FILE VERSION writes a file that passes for ONNX Runtime.
func cmdLibrary(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: library FILE VERSION")
	}
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o700))
	ts.Check(os.WriteFile(path, enginetest.Library(runtime.GOARCH, args[1]), 0o600))
}
