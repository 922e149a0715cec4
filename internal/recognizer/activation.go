package recognizer

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Activation is what is left to be done to the output of a classifier until
// its values are scores from 0 to 1.
type Activation string

// The activations.
const (
	// Softmax: the outputs are logits of classes that exclude one another.
	Softmax Activation = "softmax"
	// Sigmoid: the outputs are logits of classes that are independent.
	Sigmoid Activation = "sigmoid"
	// Identity: the network ends in a softmax of its own.
	Identity Activation = "none"
)

func (a Activation) validate() error {
	if !slices.Contains([]Activation{Softmax, Sigmoid, Identity}, a) {
		return fmt.Errorf("activation %q is none of %q, %q and %q", a, Softmax, Sigmoid, Identity)
	}
	return nil
}

// apply turns outputs into scores. Values that are no numbers mean a broken
// model: an error, rather than labels that look like any others.
func (a Activation) apply(outputs []float32, temperature float64) ([]float32, error) {
	if len(outputs) == 0 {
		return nil, errors.New("the model gave no output")
	}
	switch a {
	case Sigmoid:
		return sigmoid(outputs, temperature)
	case Identity:
		return temper(outputs, temperature)
	default:
		return softmax(outputs, temperature)
	}
}

var errNoNumbers = errors.New("the model gave values that are no numbers")

// softmax turns logits into probabilities that sum up to 1, softened by the
// temperature. The largest logit is taken off first, so that nothing
// overflows.
func softmax(logits []float32, temperature float64) ([]float32, error) {
	largest := float64(slices.Max(logits)) // NaN when any is
	sum := 0.0
	weights := make([]float64, len(logits))
	for i, v := range logits {
		weights[i] = math.Exp((float64(v) - largest) / temperature)
		sum += weights[i]
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return nil, errNoNumbers
	}
	probabilities := make([]float32, len(logits))
	for i, w := range weights {
		probabilities[i] = float32(w / sum)
	}
	return probabilities, nil
}

// sigmoid turns each logit into a probability of its own.
func sigmoid(logits []float32, temperature float64) ([]float32, error) {
	probabilities := make([]float32, len(logits))
	for i, v := range logits {
		p := 1 / (1 + math.Exp(-float64(v)/temperature))
		if math.IsNaN(p) {
			return nil, errNoNumbers
		}
		probabilities[i] = float32(p)
	}
	return probabilities, nil
}

// temper softens probabilities as softmax would have with the temperature:
// their logarithms are logits.
func temper(probabilities []float32, temperature float64) ([]float32, error) {
	logits := make([]float32, len(probabilities))
	for i, p := range probabilities {
		if !(p >= 0 && p <= 1.001) { // NaN is neither
			return nil, fmt.Errorf("the model gave %v for class %d; with the activation %q it must give probabilities", p, i, Identity)
		}
		logits[i] = float32(math.Log(max(float64(p), 1e-30)))
	}
	if temperature == 1 {
		return slices.Clone(probabilities), nil
	}
	return softmax(logits, temperature)
}
