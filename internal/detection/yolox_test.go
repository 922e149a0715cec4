package detection_test

import (
	"math"
	"testing"

	"blobsight/internal/detection"
)

// put writes the row of a cell, given by its number over all grids.
func put(o [][]float32, cell int, row ...float32) { copy(o[0][cell*8:], row) }

// TestYOLOX checks boxes that were worked out by hand. The grid of stride 8 is
// 4 cells wide, that of stride 16 begins with cell 8.
func TestYOLOX(t *testing.T) {
	t.Parallel()
	log := func(v float64) float32 { return float32(math.Log(v)) }
	for name, c := range map[string]struct {
		rows map[int][]float32
		want []detection.Object
	}{
		"one in the second column and row": {
			map[int][]float32{5: {0.5, 0.25, 0, log(0.5), 0.8, 0.1, 0.9, 0.2}},
			[]detection.Object{{Class: 1, Score: 0.72, Left: 8, Top: 8, Right: 16, Bottom: 12}},
		},
		"the coarse grid": {
			map[int][]float32{9: {-0.5, 0.5, log(0.5), log(0.25), 1, 0, 0, 0.5}},
			[]detection.Object{{Class: 2, Score: 0.5, Left: 4, Top: 6, Right: 12, Bottom: 10}},
		},
		"clipped to the input, however large": {
			map[int][]float32{8: {0.5, 0.5, 500, log(0.5), 1, 0.5, 0, 0}},
			[]detection.Object{{Class: 0, Score: 0.5, Left: 0, Top: 4, Right: 32, Bottom: 12}},
		},
		"nothing is left within the input": {
			map[int][]float32{0: {-9, 0.5, 0, 0, 1, 1, 0, 0}, 1: {0.5, 0.5, -500, 0, 1, 1, 0, 0}}, nil,
		},
		"sure of a thing, not of which": {
			map[int][]float32{0: {0.5, 0.5, 0, 0, 1, 0.2, 0.2, 0.2}}, nil,
		},
		"just sure enough": {
			map[int][]float32{0: {0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0}},
			[]detection.Object{{Class: 0, Score: 0.25, Left: 0, Top: 0, Right: 8, Bottom: 8}},
		},
		"two classes at one place, the better first": {
			map[int][]float32{0: {0.5, 0.5, 0, 0, 1, 0.5, 0.75, 0}},
			[]detection.Object{
				{Class: 1, Score: 0.75, Right: 8, Bottom: 8},
				{Class: 0, Score: 0.5, Right: 8, Bottom: 8},
			},
		},
		"twice the same, seen by two grids": {
			map[int][]float32{0: {1, 1, log(2), log(2), 1, 0.5, 0, 0}, 8: {0.5, 0.5, 0, 0, 1, 0.75, 0, 0}},
			[]detection.Object{{Class: 0, Score: 0.75, Right: 16, Bottom: 16}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := outputs(detection.HeadYOLOX)
			for cell, row := range c.rows {
				put(o, cell, row...)
			}
			got, err := decoder(t, config(detection.HeadYOLOX)).Decode(o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := same(got, c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}
