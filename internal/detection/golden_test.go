package detection_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"blobsight/internal/detection"
)

// sparse is an output of which a few values are kept, in runs that begin with
// their first index.
type sparse struct {
	Size int
	Runs [][]float64
}

func (s sparse) dense() []float32 {
	values := make([]float32, s.Size)
	for _, run := range s.Runs {
		for i, v := range run[1:] {
			values[int(run[0])+i] = float32(v)
		}
	}
	return values
}

// goldenCase is a case of testdata/golden.json.
type goldenCase struct {
	Head       detection.Head
	Picture    string
	MinScore   float64 `json:"min_score"`
	MaxOverlap float64 `json:"max_overlap"`
	Outputs    []sparse
	Objects    [][6]float64 // class, score, left, top, right, bottom
}

func goldenCases(t testing.TB) []goldenCase {
	t.Helper()
	file, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	return cases
}

// outputs are those of the network, with zeros for what says nothing.
func (c goldenCase) outputs() [][]float32 {
	list := make([][]float32, len(c.Outputs))
	for i, o := range c.Outputs {
		list[i] = o.dense()
	}
	return list
}

// coco is a detector as the published ones are.
func coco(h detection.Head, minScore, maxOverlap float64) detection.Config {
	return detection.Config{
		Head: h, Width: 416, Height: 416, Classes: 80, Strides: []int{8, 16, 32},
		MinScore: minScore, MaxOverlap: maxOverlap, MaxObjects: 100,
	}
}

// TestGolden compares with an independent decoder, testdata/reference.py, on
// what two networks gave for two photographs.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range goldenCases(t) {
		t.Run(string(c.Head)+" "+c.Picture, func(t *testing.T) {
			t.Parallel()
			got, err := decoder(t, coco(c.Head, c.MinScore, c.MaxOverlap)).Decode(c.outputs())
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(c.Objects) || len(got) == 0 {
				t.Fatalf("%d objects, want %d: %+v", len(got), len(c.Objects), got)
			}
			for i, w := range c.Objects {
				o, far := got[i], 0.0
				for j, v := range []float64{o.Left, o.Top, o.Right, o.Bottom} {
					far = max(far, math.Abs(v-w[2+j]))
				}
				if o.Class != int(w[0]) || math.Abs(o.Score-w[1]) > 1e-4 || far > 0.05 {
					t.Errorf("object %d is %+v, want %v", i, o, w)
				}
			}
		})
	}
}
