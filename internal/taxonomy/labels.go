package taxonomy

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"blobsight"
)

// Labels gives every concept with at least the confidence (0-100), the most
// confident first and by name where equal, maxLabels at most; never nil.
// probabilities has one value for each class, in their order, that sum up to
// about 1. Confidences are in percent, rounded to two decimals before they
// are compared with the minimum: what is shown is what was judged.
func (t *Taxonomy) Labels(probabilities []float32, minConfidence float64, maxLabels int) ([]blobsight.Label, error) {
	if len(probabilities) != t.classes {
		return nil, fmt.Errorf("taxonomy: %d probabilities for %d classes", len(probabilities), t.classes)
	}
	labels := []blobsight.Label{}
	for _, c := range t.concepts {
		confidence := percent(c.classes, probabilities)
		if confidence < minConfidence {
			continue
		}
		described := tidy(c.Concept)
		labels = append(labels, blobsight.Label{
			Name:       described.Name,
			Confidence: confidence,
			Parents:    described.Parents,
			Categories: described.Categories,
			Aliases:    described.Aliases,
			Instances:  []blobsight.Instance{},
		})
	}
	slices.SortStableFunc(labels, func(a, b blobsight.Label) int { // the concepts are in order of names
		return cmp.Compare(b.Confidence, a.Confidence)
	})
	return labels[:min(len(labels), max(maxLabels, 0))], nil
}

// percent sums the probabilities of classes. Adding in ascending order of the
// classes makes sure that an ancestor, which has more of them, never comes out
// lower for lack of precision.
func percent(classes []int, probabilities []float32) float64 {
	sum := 0.0
	for _, i := range classes {
		sum += float64(probabilities[i])
	}
	return min(math.Round(sum*1e4)/100, 100)
}
