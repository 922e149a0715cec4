package detection_test

import (
	"testing"

	"blobsight/internal/detection"
)

// TestNanoDet checks boxes that were worked out by hand, with 4 bins.
func TestNanoDet(t *testing.T) {
	t.Parallel()
	const sure = 100 // a logit that leaves nothing for the other bins
	for name, c := range map[string]struct {
		output, cell, class int
		score               float32
		distances           []float32 // of the cell: left, up, right, down, 4 bins each
		want                []detection.Object
	}{
		"middle of a cell of stride 8, one bin each": {
			0, 5, 2, 0.5,
			[]float32{0, sure, 0, 0, sure, 0, 0, 0, 0, 0, sure, 0, 0, 0, 0, sure},
			[]detection.Object{{Class: 2, Score: 0.5, Left: 4, Top: 12, Right: 28, Bottom: 16}}, // 36 cut to 16
		},
		"half way between two bins, stride 16": {
			1, 1, 0, 0.75,
			[]float32{sure, sure, 0, 0, sure, sure, 0, 0, sure, sure, 0, 0, sure, sure, 0, 0},
			[]detection.Object{{Class: 0, Score: 0.75, Left: 16, Top: 0, Right: 32, Bottom: 16}},
		},
		"all bins alike: one and a half strides": {
			0, 1, 1, 0.25,
			make([]float32, 16),
			[]detection.Object{{Class: 1, Score: 0.25, Left: 0, Top: 0, Right: 24, Bottom: 16}},
		},
		"logits beyond what an exponential takes": {
			0, 5, 1, 1,
			[]float32{-3e38, 3e38, 0, 0, 0, 3e38, 0, 0, 0, 3e38, 0, 0, 0, 3e38, 0, 0},
			[]detection.Object{{Class: 1, Score: 1, Left: 4, Top: 4, Right: 20, Bottom: 16}},
		},
		"no area": {
			0, 5, 1, 1,
			[]float32{sure, 0, 0, 0, 0, sure, 0, 0, sure, 0, 0, 0, 0, sure, 0, 0},
			nil,
		},
		"not sure enough": {0, 5, 1, 0.24, make([]float32, 16), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := outputs(detection.HeadNanoDet)
			o[c.output][3*c.cell+c.class] = c.score
			copy(o[2+c.output][16*c.cell:], c.distances)
			got, err := decoder(t, config(detection.HeadNanoDet)).Decode(o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := same(got, c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}
