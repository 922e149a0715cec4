package app

import (
	"fmt"

	"blobsight/internal/models"
	"blobsight/internal/recognizer/embedding"
)

// network is what an engine is given of a model.
type network struct {
	file    []byte   // ONNX
	outputs []string // the names of those that are wanted; empty: all
}

// network reads the file of a model, verified, and has it give its embedding as
// one more output at the end, where that is wanted.
func (r *Recognition) network(m *models.Model, d DataDir) (network, error) {
	dir, err := r.Folder(d)
	if err != nil {
		return network{}, err
	}
	file, err := m.Open(dir)
	if err != nil || !r.embeds(m) {
		return network{file, m.Output.Names}, err
	}
	e, err := embedding.Expose(file, m.Embedding, m.Output.Names)
	if err != nil {
		return network{}, fmt.Errorf("model %s: embedding: %w", m.Name, err)
	}
	return network{e.File, e.Outputs}, nil
}

// embeds reports whether a model is opened with its embedding.
func (r *Recognition) embeds(m *models.Model) bool {
	return r.Embedding && m.Task == models.TaskClassification
}
