package recognizer

import (
	"context"
	"errors"
	"fmt"

	"blobsight/internal/imaging"
)

// Classifier is a network that says which of its classes a picture shows. All
// fields but Embedding are required.
type Classifier struct {
	Engine      Engine // one output: a value for each class
	Embedding   bool   // Engine has a second output: the embedding of the picture
	Recipe      imaging.Recipe
	Activation  Activation
	Temperature float64 // softens (above 1) or sharpens the scores, so that they are true on average; 1 leaves them as they are
}

// answer is what a classifier makes of a picture.
type answer struct {
	scores    []float32 // from 0 to 1, one for each class
	embedding []float32 // nil without Classifier.Embedding
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

// classify runs the network once.
func (c *Classifier) classify(ctx context.Context, tensor []float32) (answer, error) {
	outputs, err := c.Engine.Run(ctx, tensor)
	if err != nil {
		return answer{}, fmt.Errorf("run the classifier: %w", err)
	}
	want := 1
	if c.Embedding {
		want = 2
	}
	if len(outputs) != want {
		return answer{}, fmt.Errorf("the classifier has %d outputs; it must have %d", len(outputs), want)
	}
	var a answer
	if a.scores, err = c.Activation.apply(outputs[0], c.Temperature); err != nil {
		return answer{}, fmt.Errorf("the classifier: %w", err)
	}
	if c.Embedding {
		a.embedding = outputs[1]
		err = checkEmbedding(a.embedding)
	}
	if err != nil {
		return answer{}, fmt.Errorf("the classifier: %w", err)
	}
	return a, nil
}
