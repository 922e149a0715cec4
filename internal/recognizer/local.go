package recognizer

import (
	"errors"
	"fmt"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/taxonomy"
)

// Config is what a [Local] is made of. All fields are required.
type Config struct {
	Engine      Engine
	Recipe      imaging.Recipe     // how the model wants its pictures
	Taxonomy    *taxonomy.Taxonomy // what its outputs mean
	Temperature float64            // the logits are divided by it; 1 leaves them as they are
	Model       blobsight.Model    // named in every answer
	Limits      imaging.Limits
	Concurrency int // pictures that are decoded and run at once
}

// Local is a [blobsight.Recognizer] that runs a model in this process.
type Local struct {
	config Config
	slots  chan struct{}
}

// New checks the configuration and makes a recognizer.
func New(c Config) (*Local, error) {
	switch {
	case c.Engine == nil || c.Taxonomy == nil:
		return nil, errors.New("recognizer: an engine and a taxonomy are required")
	case c.Temperature <= 0:
		return nil, fmt.Errorf("recognizer: temperature %v must be more than 0", c.Temperature)
	case c.Concurrency < 1:
		return nil, fmt.Errorf("recognizer: concurrency %d must be 1 or more", c.Concurrency)
	case min(c.Limits.MaxBytes, c.Limits.MaxMemory, int64(c.Limits.MaxTime), int64(min(c.Limits.MaxMegapixels, c.Limits.MaxSide, c.Limits.MinSide))) < 1:
		return nil, fmt.Errorf("recognizer: limits %+v must all be more than 0", c.Limits)
	}
	if err := c.Recipe.Validate(); err != nil {
		return nil, fmt.Errorf("recognizer: %w", err)
	}
	return &Local{config: c, slots: make(chan struct{}, c.Concurrency)}, nil
}

// Vocabulary lists every concept that can be recognized, sorted by name.
func (l *Local) Vocabulary() []blobsight.Concept { return l.config.Taxonomy.Vocabulary() }

// Model names the model in use.
func (l *Local) Model() blobsight.Model { return l.config.Model }
