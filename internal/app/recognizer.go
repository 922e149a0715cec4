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
			Width: m.Preprocessing.Size, Height: m.Preprocessing.Size, Fit: imaging.Fit(m.Preprocessing.Fit),
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
func concepts(m models.Model) (*taxonomy.Taxonomy, error) {
	tree, err := taxonomy.Builtin()
	if err != nil {
		return nil, err
	}
	classes, err := taxonomy.ParseClasses(m.Classes)
	if err != nil {
		return nil, err
	}
	return taxonomy.New(taxonomy.Config{Tree: tree, Classifier: taxonomy.Names(classes)})
}
