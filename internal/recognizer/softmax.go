package recognizer

import (
	"errors"
	"math"
	"slices"
)

// softmax turns logits into probabilities that sum up to 1, softened by the
// temperature. The largest logit is taken off first, so that nothing
// overflows. Logits that are no numbers mean a broken model: an error, rather
// than labels that look like any others.
func softmax(logits []float32, temperature float64) ([]float32, error) {
	if len(logits) == 0 {
		return nil, errors.New("the model gave no output")
	}
	largest := float64(slices.Max(logits)) // NaN when any is
	sum := 0.0
	weights := make([]float64, len(logits))
	for i, v := range logits {
		weights[i] = math.Exp((float64(v) - largest) / temperature)
		sum += weights[i]
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return nil, errors.New("the model gave values that are no numbers")
	}
	probabilities := make([]float32, len(logits))
	for i, w := range weights {
		probabilities[i] = float32(w / sum)
	}
	return probabilities, nil
}
