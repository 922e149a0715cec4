package recognizer

import (
	"context"
	"errors"
	"fmt"

	"blobsight/internal/imaging"
)

// Classifier is a network that says which of its classes a picture shows. All
// fields are required.
type Classifier struct {
	Engine      Engine // one output: a value for each class
	Recipe      imaging.Recipe
	Activation  Activation
	Temperature float64 // softens (above 1) or sharpens the scores, so that they are true on average; 1 leaves them as they are
}

// validate says what is wrong.
func (c *Classifier) validate() error {
	var errs []error
	if c.Engine == nil {
		errs = append(errs, errors.New("classifier: an engine is required"))
	}
	if !(c.Temperature > 0) { // not a number is neither
		errs = append(errs, fmt.Errorf("classifier: temperature %v must be more than 0", c.Temperature))
	}
	errs = append(errs, c.Activation.validate(), c.Recipe.Validate())
	return errors.Join(errs...)
}

// classify gives a score from 0 to 1 for each class.
func (c *Classifier) classify(ctx context.Context, tensor []float32) ([]float32, error) {
	outputs, err := c.Engine.Run(ctx, tensor)
	if err != nil {
		return nil, fmt.Errorf("run the classifier: %w", err)
	}
	if len(outputs) != 1 {
		return nil, fmt.Errorf("the classifier has %d outputs; it must have one", len(outputs))
	}
	scores, err := c.Activation.apply(outputs[0], c.Temperature)
	if err != nil {
		return nil, fmt.Errorf("the classifier: %w", err)
	}
	return scores, nil
}
