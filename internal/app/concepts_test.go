package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight/internal/app"
)

// TestOverridesAreNamed: what is wrong in a file of overrides is told with its
// name, whether it cannot be read or does not fit the labels.
func TestOverridesAreNamed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"colour: red", "names: {Lemmon: Citron}", "labels: {Vehicle: {parents: [Bus]}}"} {
		file := filepath.Join(t.TempDir(), "mine.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r := app.DefaultRecognition()
		r.Taxonomy = file
		_, err := app.OpenRecognizer(r, app.DataDir{Data: t.TempDir()}, 15_000_000)
		if err == nil || !strings.Contains(err.Error(), "--taxonomy (BLOBSIGHT_TAXONOMY): "+file) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
