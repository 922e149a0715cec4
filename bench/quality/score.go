package main

import (
	"cmp"
	"math"
	"slices"

	"blobsight"
)

// answer is what a model said of one picture.
type answer struct {
	truth  int // index of the right class
	scores []float32
	labels []blobsight.Label // with the confidence that a server asks for, 20
}

// score is how good a model's answers are. All but the counts are in percent.
type score struct {
	pictures  int
	top1      float64 // the right class has the highest score
	top5      float64 // it is among the five highest
	family    float64 // the surest label without parents is the right class's
	ancestors float64 // of all ancestors of right classes: said with 50 or more
	calibrate float64 // expected calibration error of the first guess
	honesty   float64 // expected calibration error of all labels, ancestors included
}

// judge compares answers with the truth. lineage gives the name of a class and all its ancestors.
func judge(answers []answer, lineage func(class int) []string) score {
	s := score{pictures: len(answers)}
	var first, labels bins
	said, ancestors := 0, 0
	for _, a := range answers {
		order := ranking(a.scores)
		names := lineage(a.truth)
		s.top1 += percent(order[0] == a.truth, len(answers))
		s.top5 += percent(slices.Contains(order[:min(5, len(order))], a.truth), len(answers))
		s.family += percent(slices.Contains(names, family(a.labels)), len(answers))
		first.add(float64(a.scores[order[0]]), order[0] == a.truth)
		for _, l := range a.labels {
			right := slices.Contains(names, l.Name)
			labels.add(l.Confidence/100, right)
			if right && l.Name != names[0] && l.Confidence >= 50 {
				said++
			}
		}
		ancestors += len(names) - 1
	}
	s.ancestors = 100 * float64(said) / float64(max(ancestors, 1))
	s.calibrate, s.honesty = first.gap(), labels.gap()
	return s
}

// percent is the share of one picture of n, where it counts.
func percent(counts bool, n int) float64 {
	if !counts {
		return 0
	}
	return 100 / float64(n)
}

// ranking lists the classes by score, highest first, lower index where equal.
func ranking(scores []float32) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return order
}

// family is the surest label that is no kind of anything.
func family(labels []blobsight.Label) string {
	for _, l := range labels { // surest first
		if len(l.Parents) == 0 {
			return l.Name
		}
	}
	return ""
}

// bins sort statements by their confidence, to compare what is said with what
// is true: the expected calibration error of Guo et al., "On Calibration of
// Modern Neural Networks", 2017, with 15 bins.
type bins [15]struct{ count, right, confidence float64 }

// add takes in a statement made with a confidence from 0 to 1.
func (b *bins) add(confidence float64, right bool) {
	bin := &b[min(int(confidence*float64(len(b))), len(b)-1)]
	bin.count++
	bin.confidence += confidence
	if right {
		bin.right++
	}
}

// gap is the mean distance, in percent, of the confidence of a statement
// from the share of those like it that are right.
func (b *bins) gap() float64 {
	sum, count := 0.0, 0.0
	for _, bin := range b {
		sum += math.Abs(bin.confidence - bin.right)
		count += bin.count
	}
	return 100 * sum / max(count, 1)
}
