package customlabels

import (
	"errors"
	"fmt"
	"math"
)

// Set is labels that were learned together, for the embeddings of one model.
type Set struct {
	Model      Model
	Labels     []Label // by name
	Evaluation Evaluation
}

// Model is the network whose embeddings are meant.
type Model struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	SHA256    string `json:"sha256"`    // of its file, 64 hex digits
	Dimension int    `json:"dimension"` // values of an embedding
}

// Label is one label: sigmoid(Bias + Weights · embedding) is the confidence that
// a picture shows it.
type Label struct {
	Name      string
	Threshold float64 // percent from which on it should be said
	Bias      float64
	Weights   []float32
}

// Confidences gives the confidence of each label, 0 to 1, for an embedding.
func (s *Set) Confidences(embedding []float32) ([]float64, error) {
	if len(embedding) != s.Model.Dimension {
		return nil, fmt.Errorf("custom labels: an embedding of %d values, and the labels are for %d", len(embedding), s.Model.Dimension)
	}
	all := make([]float64, len(s.Labels))
	for k, l := range s.Labels {
		score := l.Bias
		for j, w := range l.Weights {
			score += float64(w) * float64(embedding[j])
		}
		if math.IsNaN(score) {
			return nil, errors.New("custom labels: the model gave an embedding with values that are no numbers")
		}
		all[k] = sigmoid(score)
	}
	return all, nil
}
