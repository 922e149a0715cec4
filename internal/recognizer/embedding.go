package recognizer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"blobsight"
)

// Scores gives the classifier's score, 0 to 1, for each of its classes: what
// labels are made of. It is for measuring models; errors are those of Recognize.
func (l *Local) Scores(ctx context.Context, p blobsight.Picture) ([]float32, error) {
	t, err := l.look(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("recognize: %w", err)
	}
	return t.evidence.Scores, nil
}

// Embed gives the embedding of a picture, which the classifier must have been
// opened with: what it knows of the picture before it makes classes of that. All
// embeddings of a classifier have as many values. Errors are those of Recognize.
func (l *Local) Embed(ctx context.Context, image io.Reader) ([]float32, error) {
	if c := l.config.Classifier; c != nil && !c.Embedding {
		return nil, errors.New("embed: the classifier was opened without its embedding")
	}
	open := func(context.Context) (io.ReadCloser, error) { return io.NopCloser(image), nil }
	t, err := l.look(ctx, blobsight.Picture{Open: open})
	if err != nil {
		return nil, fmt.Errorf("embed: %w", err)
	}
	return t.embedding, nil
}

// look has the classifier alone look at a picture.
func (l *Local) look(ctx context.Context, p blobsight.Picture) (*task, error) {
	if l.config.Classifier == nil {
		return nil, errors.New("there is no classifier")
	}
	t := &task{picture: p}
	return t, l.recognize(ctx, t, []step{read}, []step{decode, scale, classify})
}

// checkEmbedding refuses what nothing can be learned from.
func checkEmbedding(values []float32) error {
	if len(values) == 0 {
		return errors.New("the model gave an empty embedding")
	}
	for _, v := range values {
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return errNoNumbers
		}
	}
	return nil
}
