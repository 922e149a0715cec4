package recognizer

import (
	"errors"
	"fmt"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/taxonomy"
)

// Config is what a [Local] is made of. One of Classifier and Detector may be
// nil, and there may be no Heads; all other fields are required.
type Config struct {
	Classifier  *Classifier
	Detector    *Detector
	Heads       []Head             // on the classifier's embedding; in the order of the taxonomy's custom labels
	Taxonomy    *taxonomy.Taxonomy // what the classes of both mean
	Model       blobsight.Model    // named in every answer
	Limits      imaging.Limits
	Concurrency int // pictures that are decoded and run at once
}

// Local is a [blobsight.Recognizer] that runs models in this process.
type Local struct {
	config Config
	slots  chan struct{}
}

// New checks the configuration and makes a recognizer.
func New(c Config) (*Local, error) {
	var errs []error
	if c.Classifier == nil && c.Detector == nil {
		errs = append(errs, errors.New("a classifier or a detector is required"))
	}
	if c.Classifier != nil {
		errs = append(errs, c.Classifier.validate())
	}
	if c.Detector != nil {
		errs = append(errs, c.Detector.validate())
	}
	if c.Taxonomy == nil {
		errs = append(errs, errors.New("a taxonomy is required"))
	}
	if c.Concurrency < 1 {
		errs = append(errs, fmt.Errorf("concurrency %d must be 1 or more", c.Concurrency))
	}
	errs = append(errs, c.checkHeads(), c.Limits.Validate())
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("recognizer: %w", err)
	}
	return &Local{config: c, slots: make(chan struct{}, c.Concurrency)}, nil
}

// Vocabulary lists every concept that can be recognized, sorted by name.
func (l *Local) Vocabulary() []blobsight.Concept { return l.config.Taxonomy.Vocabulary() }

// Model names the models in use.
func (l *Local) Model() blobsight.Model { return l.config.Model }
