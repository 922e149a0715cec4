package app

import (
	"fmt"
	"runtime"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/portable"
	"blobsight/internal/taxonomy"
)

// OpenRecognizer loads the embedded model. Pictures of more than maxBytes are refused.
func OpenRecognizer(r Recognition, maxBytes int64) (blobsight.Recognizer, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	m, err := models.Embedded()
	if err != nil {
		return nil, err
	}
	engine, err := portable.Load(m.ONNX, portable.Options{Threads: runtime.GOMAXPROCS(0)})
	if err != nil {
		return nil, fmt.Errorf("load model %s: %w", m.Name, err)
	}
	concepts, err := concepts(m)
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", m.Name, err)
	}
	limits := imaging.DefaultLimits()
	limits.MaxBytes, limits.MaxMegapixels = maxBytes, r.MaxMegapixels
	return recognizer.New(recognizer.Config{
		Engine: engine,
		Recipe: imaging.Recipe{
			Size: m.Preprocessing.Size, Fit: imaging.Fit(m.Preprocessing.Fit),
			Mean: m.Preprocessing.Mean, Std: m.Preprocessing.Std,
		},
		Taxonomy:    concepts,
		Temperature: m.Temperature,
		Model:       blobsight.Model{Name: m.Name, Version: m.Version},
		Limits:      limits,
		Concurrency: max(r.workers(), 1),
	})
}

// concepts is what the outputs of a model mean.
func concepts(m models.Starter) (*taxonomy.Taxonomy, error) {
	classes := make([]taxonomy.Class, len(m.Classes))
	for i, c := range m.Classes {
		classes[i] = taxonomy.Class{Label: c.Label, Parents: c.Parents, Categories: c.Categories, Aliases: c.Aliases}
	}
	ancestors := make([]blobsight.Concept, len(m.Ancestors))
	for i, a := range m.Ancestors {
		ancestors[i] = blobsight.Concept(a)
	}
	return taxonomy.New(classes, ancestors)
}
