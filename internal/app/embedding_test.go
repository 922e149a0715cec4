package app_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/app"
	"blobsight/samples/scene"
)

// TestEmbed: a model that is opened with its embedding gives it, and labels as it
// does without.
func TestEmbed(t *testing.T) {
	t.Parallel()
	plain, with := app.DefaultRecognition(), app.DefaultRecognition()
	with.Embedding = true
	path := filepath.Join("..", "..", "samples", scene.All()[0].File)
	open := func(context.Context) (io.ReadCloser, error) { return os.Open(path) }
	var all []*blobsight.Recognition
	for _, settings := range []app.Recognition{plain, with} {
		rec, err := app.OpenRecognizer(settings, app.DataDir{Data: t.TempDir()}, 15_000_000)
		if err != nil {
			t.Fatal(err)
		}
		got, err := rec.Recognize(t.Context(), blobsight.Picture{Open: open}, settings.Options())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, got)
		f, err := open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		e, err := rec.Embed(t.Context(), f)
		if ok := err == nil && len(e) > 0; ok != settings.Embedding {
			t.Errorf("opened with its embedding %v: %d values, %v", settings.Embedding, len(e), err)
		}
	}
	if diff := cmp.Diff(all[0], all[1]); diff != "" {
		t.Errorf("(-without embedding, +with):\n%s", diff)
	}
}

// TestEmbeddingIsNamed: a model that names a tensor which it does not have is
// refused, but only where embeddings are wanted.
func TestEmbeddingIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := describe(t, dir, "input: {width: 80}\nembedding: features\n")
	if _, err := app.OpenRecognizer(r, app.DataDir{Data: dir}, 15_000_000); err != nil {
		t.Error(err)
	}
	r.Embedding = true
	if _, err := app.OpenRecognizer(r, app.DataDir{Data: dir}, 15_000_000); err == nil || !strings.Contains(err.Error(), `embedding: no node makes a tensor "features"`) {
		t.Errorf("got %v", err)
	}
}
