package app

import (
	"errors"
	"fmt"
	"strings"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/taxonomy"
)

// Recognizer is a recognizer whose models are open.
type Recognizer struct {
	*recognizer.Local
	Classes     []Class  // what the classifier's outputs mean, in their order; none without a classifier
	Temperature float64  // of the classifier
	Models      []string // each model and what runs it, for people
	Custom      []string // each file of custom labels, for people

	sum      string // of the classifier's file
	taxonomy *taxonomy.Taxonomy
	closers  []func() error
}

// Class is what one output of a model means.
type Class = taxonomy.Class

// OpenRecognizer opens the models that r names; their files and the engine may be
// in the data folder d. Pictures of more than maxBytes are refused. Close gives
// everything back.
func OpenRecognizer(r Recognition, d DataDir, maxBytes int64) (_ *Recognizer, err error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	custom, err := r.readLabels()
	if err != nil {
		return nil, err
	}
	r.Embedding = r.Embedding || len(custom) > 0
	rec := &Recognizer{}
	defer func() {
		if err != nil {
			err = errors.Join(err, rec.Close())
		}
	}()
	classifier, err := r.open(r.Model, models.TaskClassification, d, rec)
	if err != nil {
		return nil, fmt.Errorf("--model (BLOBSIGHT_MODEL): %w", err)
	}
	detector, err := r.open(r.Detector, models.TaskDetection, d, rec)
	if err != nil {
		return nil, fmt.Errorf("--detector (BLOBSIGHT_DETECTOR): %w", err)
	}
	if classifier == nil && detector == nil {
		return nil, errors.New("--model, --detector (BLOBSIGHT_MODEL, BLOBSIGHT_DETECTOR): both are none; name a model")
	}
	if err := custom.suit(classifier); err != nil {
		return nil, err
	}
	if err := r.assemble(rec, classifier, detector, custom, maxBytes); err != nil {
		return nil, err
	}
	return rec, nil
}

// assemble puts a recognizer together; one of the models may be nil.
func (r *Recognition) assemble(rec *Recognizer, classifier, detector *openModel, custom labelFiles, maxBytes int64) (err error) {
	limits := imaging.DefaultLimits()
	limits.MaxBytes, limits.MaxMegapixels = maxBytes, r.MaxMegapixels
	config := recognizer.Config{Limits: limits, Concurrency: max(r.workers(), 1)}
	config.Model, config.Heads, rec.Custom = modelName(classifier, detector), custom.heads(), custom.describe()
	known, err := r.concepts(classifier, detector, custom)
	if err != nil {
		return err
	}
	if classifier != nil {
		rec.Temperature, rec.sum = classifier.Temperature, classifier.File.SHA256
		if config.Classifier, err = classifier.classifier(len(known.classes)); err != nil {
			return err
		}
	}
	if detector != nil {
		if config.Detector, err = detector.detector(len(known.objects)); err != nil {
			return err
		}
	}
	config.Taxonomy, rec.taxonomy, rec.Classes = known.taxonomy, known.taxonomy, known.classes
	rec.Local, err = recognizer.New(config)
	return err
}

// modelName names both models, as answers do.
func modelName(models ...*openModel) blobsight.Model {
	var names, versions []string
	for _, m := range models {
		if m != nil {
			names, versions = append(names, m.Name), append(versions, m.Version)
		}
	}
	return blobsight.Model{Name: strings.Join(names, "+"), Version: strings.Join(versions, "+")}
}

// Labels names what scores of the classifier mean, one for each class.
func (r *Recognizer) Labels(scores []float32, minConfidence float64, maxLabels int) ([]blobsight.Label, error) {
	return r.taxonomy.Labels(taxonomy.Evidence{Scores: scores}, minConfidence, maxLabels)
}

// Close lets go of the models.
func (r *Recognizer) Close() error {
	var errs []error
	for _, closer := range r.closers {
		errs = append(errs, closer())
	}
	r.closers = nil
	return errors.Join(errs...)
}
