package app_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"blobsight"
	"blobsight/internal/app"
	"blobsight/samples/scene"
)

// TestSamples: the embedded model, put together as users get it, names the
// project's own pictures rightly, the one that lies on its side too.
func TestSamples(t *testing.T) {
	t.Parallel()
	const enough = 70 // percent; the model says 89 and more
	rec, err := app.OpenRecognizer(app.DefaultRecognition(), app.DataDir{Data: t.TempDir()}, 15_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range scene.All() {
		path := filepath.Join("..", "..", "samples", p.File)
		open := func(context.Context) (io.ReadCloser, error) { return os.Open(path) }
		got, err := rec.Recognize(t.Context(), blobsight.Picture{Open: open}, blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200})
		if err != nil {
			t.Errorf("%s: %v", p.File, err)
			continue
		}
		if c := confidence(got.Labels, p.Label); c < enough {
			t.Errorf("%s is a %s with %v %%, want %d and more: %+v", p.File, p.Label, c, enough, got.Labels)
		}
	}
}

// confidence is that of the label of a name, 0 without it.
func confidence(labels []blobsight.Label, name string) float64 {
	for _, l := range labels {
		if l.Name == name {
			return l.Confidence
		}
	}
	return 0
}
