package customlabels

import (
	"cmp"
	"math"
	"slices"
)

// minThreshold is the least threshold, so that a confidence of 0 is never said.
const minThreshold = 0.0001

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// bestThreshold is the confidence from which on a label should be said: where
// F1, the harmonic mean of precision and recall, is highest. Between two
// confidences it lies in the middle; where several places are equally good, in
// the widest gap.
func bestThreshold(confidences []float64, shown []bool) float64 {
	order := make([]int, len(confidences))
	positives := 0
	for i := range order {
		order[i] = i
		if shown[i] {
			positives++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(confidences[b], confidences[a]) })
	best, gap, threshold := 0.0, 0.0, 1.0
	right := 0
	for n, i := range order {
		if shown[i] {
			right++
		}
		here, next := confidences[i], 0.0
		if n+1 < len(order) {
			next = confidences[order[n+1]]
		}
		if here == next {
			continue
		}
		f1 := 2 * float64(right) / float64(n+1+positives)
		if f1 > best || f1 == best && here-next > gap {
			best, gap, threshold = f1, here-next, (here+next)/2
		}
	}
	return max(math.Round(threshold*1e4)/1e4, minThreshold)
}
