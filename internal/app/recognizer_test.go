package app_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/app"
	"blobsight/internal/models"
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

// describe writes the embedded network as net.onnx, and net.yaml, which begins
// with its file and list of classes and goes on with the text. It returns settings
// for that model.
func describe(t *testing.T, dir, text string) app.Recognition {
	t.Helper()
	embedded, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	network, err := embedded.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "net.onnx"), network, 0o600); err != nil {
		t.Fatal(err)
	}
	r := app.DefaultRecognition()
	r.Engine, r.Model = "portable", filepath.Join(dir, "net.yaml")
	text = "file: {name: net.onnx}\nclasses: {list: " + models.EmbeddedName + "}\n" + text
	if err := os.WriteFile(r.Model, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestInputShape: a model that is described with another input than it has is
// refused, even where the number of values would be right.
func TestInputShape(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for input, says := range map[string]string{
		"{width: 80}":               "",
		"{width: 32}":               "input.width",
		"{width: 80, layout: nhwc}": "input.layout",
	} {
		r := describe(t, dir, "input: "+input+"\n")
		_, err := app.OpenRecognizer(r, app.DataDir{Data: dir}, 15_000_000)
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", input, err)
		}
	}
}
