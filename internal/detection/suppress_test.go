package detection_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight/internal/detection"
)

// field is a detector of 64x64 pixels with one grid, in which any object can
// stand in any cell with exactly the same box.
func field(maxOverlap float64, maxObjects int) detection.Config {
	return detection.Config{
		Head: detection.HeadYOLOX, Width: 64, Height: 64, Classes: 3, Strides: []int{8},
		MinScore: 0.1, MaxOverlap: maxOverlap, MaxObjects: maxObjects,
	}
}

// crowd gives rows for some cells of field, each with its place in pixels.
func crowd(random *rand.Rand) [][]float32 {
	rows := make([][]float32, random.IntN(64))
	for i := range rows {
		rows[i] = []float32{
			float32(random.IntN(64)), float32(random.IntN(64)),
			float32(random.IntN(5)) / 2, float32(random.IntN(5)) / 2,
			1, float32(random.IntN(9)) / 8, float32(random.IntN(9)) / 8, 0,
		}
	}
	return rows
}

// placed writes the rows into the cells in the order given.
func placed(rows [][]float32, cells []int) [][]float32 {
	o := [][]float32{make([]float32, 64*8)}
	for i, row := range rows {
		row = slices.Clone(row)
		row[0] = row[0]/8 - float32(cells[i]%8)
		row[1] = row[1]/8 - float32(cells[i]/8)
		put(o, cells[i], row...)
	}
	return o
}

func decode(t *testing.T, c detection.Config, o [][]float32) []detection.Object {
	t.Helper()
	got, err := decoder(t, c).Decode(o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// overlap of two boxes, worked out in another way than the package does.
func overlap(a, b detection.Object) float64 {
	length := func(from, to float64) float64 { return max(0, to-from) }
	shared := length(max(a.Left, b.Left), min(a.Right, b.Right)) * length(max(a.Top, b.Top), min(a.Bottom, b.Bottom))
	area := func(o detection.Object) float64 { return (o.Right - o.Left) * (o.Bottom - o.Top) }
	return shared / (area(a) + area(b) - shared)
}

// TestSuppression holds crowds of objects to what suppression promises: the
// kept are apart, whatever is left out has a better one on it that is kept,
// and all that does not depend on the order of the cells.
func TestSuppression(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		rows := crowd(random)
		o := placed(rows, random.Perm(64))
		const limit = 0.4
		everything, kept := decode(t, field(1, 1000), o), decode(t, field(limit, 1000), o)
		for i, a := range kept {
			for _, b := range kept[:i] {
				if a.Class == b.Class && overlap(a, b) > limit+1e-9 {
					t.Fatalf("%+v and %+v are both kept", a, b)
				}
			}
		}
		for _, a := range everything {
			stands := func(k detection.Object) bool {
				return k == a || k.Class == a.Class && k.Score >= a.Score && overlap(a, k) > limit-1e-9
			}
			if !slices.ContainsFunc(kept, stands) {
				t.Fatalf("%+v is left out for nothing", a)
			}
		}
		if len(everything) > 0 && everything[0] != kept[0] {
			t.Fatalf("the best is %+v, kept as %+v", everything[0], kept[0])
		}
		if diff := cmp.Diff(kept, decode(t, field(limit, 1000), placed(rows, random.Perm(64)))); diff != "" {
			t.Fatalf("another order of the cells, another answer: %s", diff)
		}
		few := decode(t, field(limit, 5), o)
		if diff := cmp.Diff(kept[:min(5, len(kept))], few); diff != "" {
			t.Fatalf("five objects are not the best five: %s", diff)
		}
	}
}

// hopeless is a network for which everything is everywhere.
func hopeless(h detection.Head) [][]float32 {
	if h == detection.HeadYOLOX {
		o := make([]float32, 3549*85)
		for i := range o {
			if o[i] = 1; i%85 < 2 {
				o[i] = 0.5
			}
			if i%85 == 2 || i%85 == 3 {
				o[i] = 0
			}
		}
		return [][]float32{o}
	}
	var scores, distances [][]float32
	for _, n := range []int{2704, 676, 169} {
		s := make([]float32, n*80)
		for i := range s {
			s[i] = 1
		}
		scores, distances = append(scores, s), append(distances, make([]float32, n*32))
	}
	return append(scores, distances...)
}

// TestHopeless: the answer is bounded, and the best is in it although it comes
// last.
func TestHopeless(t *testing.T) {
	t.Parallel()
	for _, h := range detection.Heads() {
		o := hopeless(h)
		for _, output := range o {
			for i, v := range output {
				if v == 1 {
					output[i] = 0.875
				}
			}
		}
		last := o[0]
		if h == detection.HeadNanoDet {
			last = o[2]
		}
		last[len(last)-1] = 1
		got := decode(t, coco(h, 0.25, 0.5), o)
		if len(got) != 100 || got[0].Class != 79 || got[0].Score <= got[1].Score {
			t.Errorf("%s: %d objects, the first %+v", h, len(got), got[0])
		}
	}
}
