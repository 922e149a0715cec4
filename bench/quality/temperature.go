package main

import "math"

// fit finds the factor by which the temperature of a model must change so that
// the cross entropy of its answers is lowest. Probabilities are enough: their
// logarithms are the logits over the present temperature, but for a constant
// that does not matter.
func fit(answers []answer) float64 {
	low, high := math.Log(0.2), math.Log(5) // the entropy has one minimum in between
	golden := (math.Sqrt(5) - 1) / 2
	for high-low > 1e-4 {
		a, b := high-golden*(high-low), low+golden*(high-low)
		if entropy(answers, math.Exp(a)) < entropy(answers, math.Exp(b)) {
			high = b
		} else {
			low = a
		}
	}
	return math.Exp((low + high) / 2)
}

// entropy is the mean cross entropy of the answers at another temperature.
func entropy(answers []answer, factor float64) float64 {
	sum := 0.0
	for _, a := range answers {
		scores := temper(a.scores, factor)
		sum -= math.Log(max(float64(scores[a.truth]), 1e-30))
	}
	return sum / float64(len(answers))
}

// temper gives the scores as they would be with factor times the temperature.
func temper(scores []float32, factor float64) []float32 {
	tempered, sum := make([]float64, len(scores)), 0.0
	for i, s := range scores {
		tempered[i] = math.Pow(float64(s), 1/factor)
		sum += tempered[i]
	}
	out := make([]float32, len(scores))
	for i, s := range tempered {
		out[i] = float32(s / sum)
	}
	return out
}
