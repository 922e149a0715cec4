package agreement

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"blobsight"
)

// Tally adds up comparisons. The zero value is an empty one.
type Tally struct {
	pictures         int
	labelsA, labelsB int
	shared           int
	overlaps         float64 // the sum over pictures
	sameTop, withAny int     // pictures
	differences      []float64
	largest          *Largest
	onlyA, onlyB     map[string]int // pictures by label
}

// Summary is what a [Tally] comes to. Shares are in percent, differences in points
// of confidence, B less A.
type Summary struct {
	Pictures         int
	LabelsA, LabelsB *float64 // labels a picture

	// Overlap is the share that both gave of the labels that any gave: the mean over
	// pictures, where no label on either side is full agreement, and that of all
	// labels of all pictures together.
	Overlap, PooledOverlap *float64

	AHas, BHas *float64 // of the labels of the other side, those that this one gave too

	SameTop         *float64 // of the pictures with any label
	SameTopPictures int
	PicturesWithAny int

	SharedLabels             int
	MeanDifference           *float64
	MedianAbsoluteDifference *float64
	Largest                  *Largest

	MissingA, MissingB []Missing // what this side did not give and the other did, the most frequent first
}

// Largest is the label whose confidences are the farthest apart.
type Largest struct {
	Picture string
	Label   Shared
}

// Missing is in how many pictures a label was missing.
type Missing struct {
	Label    string
	Pictures int
}

// mostMissing is how many labels a summary names at each side.
const mostMissing = 10

// Add adds what was said of one picture.
func (t *Tally) Add(picture string, c Comparison) {
	shared := len(c.Shared)
	a, b := shared+len(c.OnlyA), shared+len(c.OnlyB)
	t.pictures++
	t.labelsA, t.labelsB, t.shared = t.labelsA+a, t.labelsB+b, t.shared+shared
	t.overlaps += c.Overlap()
	if c.all() > 0 {
		t.withAny++
	}
	if c.SameTop {
		t.sameTop++
	}
	for _, s := range c.Shared {
		d := s.Difference()
		t.differences = append(t.differences, d)
		if t.largest == nil || math.Abs(d) > math.Abs(t.largest.Label.Difference()) {
			t.largest = &Largest{picture, s}
		}
	}
	t.onlyA, t.onlyB = count(t.onlyA, c.OnlyA), count(t.onlyB, c.OnlyB)
}

func count(in map[string]int, labels []blobsight.Label) map[string]int {
	if in == nil {
		in = map[string]int{}
	}
	for _, l := range labels {
		in[l.Name]++
	}
	return in
}

// Summary is what was added so far.
func (t *Tally) Summary() Summary {
	n := float64(t.pictures)
	s := Summary{
		Pictures: t.pictures,
		LabelsA:  ratio(float64(t.labelsA), n), LabelsB: ratio(float64(t.labelsB), n),
		Overlap:       ratio(t.overlaps, n),
		PooledOverlap: percent(t.shared, t.labelsA+t.labelsB-t.shared),
		AHas:          percent(t.shared, t.labelsB), BHas: percent(t.shared, t.labelsA),
		SameTop: percent(t.sameTop, t.withAny), SameTopPictures: t.sameTop, PicturesWithAny: t.withAny,
		SharedLabels: t.shared, Largest: t.largest,
		MissingA: missing(t.onlyB), MissingB: missing(t.onlyA),
	}
	var sum float64
	apart := make([]float64, len(t.differences))
	for i, d := range t.differences {
		sum += d
		apart[i] = math.Abs(d)
	}
	s.MeanDifference = ratio(sum, float64(t.shared))
	s.MedianAbsoluteDifference = median(apart)
	return s
}

func percent(part, of int) *float64 { return ratio(100*float64(part), float64(of)) }

// ratio is nil where it would be one of nothing.
func ratio(part, of float64) *float64 {
	if of == 0 {
		return nil
	}
	r := part / of
	return &r
}

// median sorts values. Between two middle ones it is their mean.
func median(values []float64) *float64 {
	n := len(values)
	if n == 0 {
		return nil
	}
	slices.Sort(values)
	m := (values[(n-1)/2] + values[n/2]) / 2
	return &m
}

// missing are the labels in the most pictures.
func missing(pictures map[string]int) []Missing {
	all := make([]Missing, 0, len(pictures))
	for _, name := range slices.Sorted(maps.Keys(pictures)) {
		all = append(all, Missing{name, pictures[name]})
	}
	slices.SortStableFunc(all, func(a, b Missing) int { return cmp.Compare(b.Pictures, a.Pictures) })
	return all[:min(len(all), mostMissing)]
}
