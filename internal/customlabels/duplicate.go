package customlabels

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// sameCosine is the cosine of two embeddings above which their pictures are the
// same one, saved again in another size or format. Different pictures of one
// thing stay far below.
const sameCosine = 0.9995

// Repetition is a picture that is under its label twice.
type Repetition struct {
	Kept, Dropped string // paths
}

// unique leaves out pictures that repeat another one of their label, so that
// none is learned from and asked about at once. The error names each pair that
// is under two labels.
func unique(ctx context.Context, samples []Sample) (kept []Sample, repeated []Repetition, err error) {
	var mistakes []error
	var units [][]float64 // of those that are kept
	for _, s := range samples {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		u := unit(s.Embedding)
		same := -1
		for i, k := range kept {
			if s.Sum == k.Sum || near(u, units[i]) {
				same = i
				break
			}
		}
		switch {
		case same < 0:
			kept, units = append(kept, s), append(units, u)
		case kept[same].Label == s.Label:
			repeated = append(repeated, Repetition{kept[same].Path, s.Path})
		default:
			how := "look the same"
			if s.Sum == kept[same].Sum {
				how = "are the same file"
			}
			mistakes = append(mistakes, fmt.Errorf("%s and %s %s, under two labels: remove one of them", kept[same].Path, s.Path, how))
		}
	}
	return kept, repeated, errors.Join(mistakes...)
}

// unit scales a vector to the length 1; nil if it has none.
func unit(v []float32) []float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return nil
	}
	u := make([]float64, len(v))
	for i, x := range v {
		u[i] = float64(x) / math.Sqrt(sum)
	}
	return u
}

// near reports whether the cosine of two unit vectors is above sameCosine. Of
// most pairs it looks at the first values only: the distance grows with each.
func near(a, b []float64) bool {
	const farthest = 2 * (1 - sameCosine) // square of the distance
	if a == nil || b == nil {
		return false
	}
	const step = 32
	sum := 0.0
	for from := 0; from < len(a); from += step {
		to := min(from+step, len(a))
		for i, x := range a[from:to] {
			d := x - b[from+i]
			sum += d * d
		}
		if sum >= farthest {
			return false
		}
	}
	return true
}
