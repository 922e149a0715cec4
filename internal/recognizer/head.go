package recognizer

import (
	"context"
	"errors"
	"fmt"
)

// Head knows labels of its own, beside the classes of the network. Confidences
// gives, for the embedding of a picture, how sure it is of each, 0 to 1, always
// in the same order; the error says that the embedding is not of its network.
// It may be called by many goroutines at once.
type Head interface {
	Confidences(embedding []float32) ([]float64, error)
}

// checkHeads says whether there are embeddings for the heads.
func (c *Config) checkHeads() error {
	if len(c.Heads) > 0 && (c.Classifier == nil || !c.Classifier.Embedding) {
		return errors.New("custom labels need a classifier with its embedding")
	}
	return nil
}

// judge asks the heads about the embedding that the classifier gave along.
func judge(l *Local, _ context.Context, t *task) error {
	for _, h := range l.config.Heads {
		confidences, err := h.Confidences(t.embedding)
		if err != nil {
			return fmt.Errorf("judge custom labels: %w", err)
		}
		t.evidence.Custom = append(t.evidence.Custom, confidences...)
	}
	return nil
}
