package recognizer_test

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"blobsight"
)

// embeds is an engine of 405 classes that gives an embedding, too.
func embeds(embedding ...float32) engineFunc {
	return func(context.Context, []float32) ([][]float32, error) {
		return [][]float32{make([]float32, 405), embedding}, nil
	}
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.Classifier.Engine, c.Classifier.Embedding = embeds(1, -2, 3), true
	l := local(t, c)
	got, err := l.Embed(t.Context(), bytes.NewReader(gray(t)))
	if err != nil || !slices.Equal(got, []float32{1, -2, 3}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := l.Recognize(t.Context(), picture(gray(t)), blobsight.RecognizeOptions{MaxLabels: 1}); err != nil {
		t.Errorf("labels: %v", err)
	}
	if _, err := l.Embed(t.Context(), strings.NewReader("no picture")); blobsight.KindOf(err) != blobsight.KindBadImage {
		t.Errorf("no picture: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Embed(ctx, bytes.NewReader(gray(t))); err == nil {
		t.Error("a context that is done does not end it")
	}
}

// TestNoEmbedding: nothing is learned from what is no embedding.
func TestNoEmbedding(t *testing.T) {
	t.Parallel()
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	for name, test := range map[string]struct {
		engine engineFunc
		with   bool
		says   string
	}{
		"not asked for": {embeds(1), false, "without its embedding"},
		"empty":         {embeds(), true, "empty"},
		"no number":     {embeds(1, nan), true, "no numbers"},
		"infinite":      {embeds(1, inf), true, "no numbers"},
		"missing":       {only, true, "has 1 outputs; it must have 2"},
	} {
		c := config(t)
		c.Classifier.Engine, c.Classifier.Embedding = test.engine, test.with
		if got, err := local(t, c).Embed(t.Context(), bytes.NewReader(gray(t))); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// only is an engine without embedding.
func only(context.Context, []float32) ([][]float32, error) {
	return [][]float32{make([]float32, 405)}, nil
}
