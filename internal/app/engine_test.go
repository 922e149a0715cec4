package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"blobsight/internal/app"
)

// TestLibraryIsNamed: a setting that names no library is told apart from a
// library that is not installed, with the command that gets it.
func TestLibraryIsNamed(t *testing.T) {
	t.Parallel()
	data := app.DataDir{Data: t.TempDir()}
	command := "blobsight engine install --data " + data.Data
	_, err := app.FindEngine(app.EngineLibrary{ORTLib: filepath.Join(t.TempDir(), "absent.so")}, data)
	if err == nil || !strings.Contains(err.Error(), "--ort-lib (BLOBSIGHT_ORT_LIB): ") || !strings.Contains(err.Error(), command) {
		t.Errorf("a file that is not there: %v", err)
	}
	_, err = app.FindEngine(app.EngineLibrary{ORTLib: t.TempDir()}, data)
	if err == nil || !strings.Contains(err.Error(), "not installed") || !strings.Contains(err.Error(), command) {
		t.Errorf("a folder without it: %v", err)
	}
}
