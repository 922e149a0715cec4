package taxonomy

import (
	"cmp"
	"math"
	"slices"

	"blobsight"
)

// Labels gives every concept with at least the confidence (0-100), the most
// confident first and by name where equal, maxLabels at most; never nil.
// Confidences are in percent, rounded to two decimals before they are compared
// with the minimum: what is shown is what was judged. A concept that only
// objects can say needs one; its places are those of its own objects, not of
// its kinds', the most confident first and none below the minimum. A concept
// may have a higher minimum of its own. A custom label below its threshold says
// nothing, of itself or of what it is a kind of.
func (t *Taxonomy) Labels(e Evidence, minConfidence float64, maxLabels int) ([]blobsight.Label, error) {
	if err := t.check(e); err != nil {
		return nil, err
	}
	seen := t.sight(e.Objects)
	labels := []blobsight.Label{}
	for _, c := range t.concepts {
		object, found := seen.best(c.objects)
		custom, learned := t.custom(c.custom, e.Custom)
		confidence := max(t.percent(c.classes, e.Scores), percent(object), custom)
		minimum := max(minConfidence, c.minimum)
		if confidence < minimum || !found && !learned && (e.Scores == nil || len(c.classes) == 0) {
			continue
		}
		labels = append(labels, blobsight.Label{
			Name:       c.Name,
			Confidence: confidence,
			Parents:    slices.Clone(c.Parents),
			Categories: slices.Clone(c.Categories),
			Aliases:    slices.Clone(c.Aliases),
			Instances:  seen.instances(c.own, minimum),
		})
	}
	slices.SortStableFunc(labels, func(a, b blobsight.Label) int { // the concepts are in order of names
		return cmp.Compare(b.Confidence, a.Confidence)
	})
	return labels[:min(len(labels), max(maxLabels, 0))], nil
}

// percent weighs the scores of classes. Adding in ascending order of the
// classes makes sure that an ancestor, which has more of them, never comes out
// lower for lack of precision.
func (t *Taxonomy) percent(classes []int, scores []float32) float64 {
	if scores == nil {
		return 0
	}
	sum := 0.0
	for _, i := range classes {
		if t.independent {
			sum = max(sum, float64(scores[i]))
		} else {
			sum += float64(scores[i])
		}
	}
	return percent(sum)
}

// percent rounds a ratio to percent with two decimals, 100 at most.
func percent(ratio float64) float64 {
	return min(math.Round(ratio*1e4)/100, 100)
}
