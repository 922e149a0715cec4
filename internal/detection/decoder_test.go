package detection_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"blobsight/internal/detection"
)

var (
	nan = math.NaN()
	inf = float32(math.Inf(1))
)

// outputs are what each head gives for the input of config if nothing is seen.
func outputs(h detection.Head) [][]float32 {
	if h == detection.HeadYOLOX {
		return [][]float32{make([]float32, (8+2)*(5+3))}
	}
	const bins = 4
	return [][]float32{
		make([]float32, 8*3), make([]float32, 2*3),
		make([]float32, 8*4*bins), make([]float32, 2*4*bins),
	}
}

// same compares objects whose numbers were computed by hand.
func same(got, want []detection.Object) string {
	return cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-5), cmpopts.EquateEmpty())
}

func TestNothingSeen(t *testing.T) {
	t.Parallel()
	for _, h := range detection.Heads() {
		got, err := decoder(t, config(h)).Decode(outputs(h))
		if err != nil || len(got) != 0 {
			t.Errorf("%s: %v, error %v, want nothing", h, got, err)
		}
	}
}

// TestWrongOutputs: the error says what the head has.
func TestWrongOutputs(t *testing.T) {
	t.Parallel()
	type outs = [][]float32
	for _, c := range []struct {
		head  detection.Head
		spoil func(outs) outs
		says  string
	}{
		{detection.HeadYOLOX, func(outs) outs { return nil }, "0 outputs: yolox has one, [1, 10, 8]"},
		{detection.HeadYOLOX, func(o outs) outs { return append(o, o[0]) }, "2 outputs"},
		{detection.HeadYOLOX, func(o outs) outs { return outs{o[0][1:]} }, "79 values: yolox with 3 classes on this input has [1, 10, 8], 80 values"},
		{detection.HeadNanoDet, func(o outs) outs { return o[:3] }, "3 outputs: nanodet with 2 strides has 4"},
		{detection.HeadNanoDet, func(o outs) outs { o[1] = o[1][1:]; return o }, "output 2 has 5 values: nanodet with 3 classes has the scores [1, 2, 3] of stride 16"},
		{detection.HeadNanoDet, func(o outs) outs { o[0], o[2] = o[2], o[0]; return o }, "output 1 has 128 values"},
		{detection.HeadNanoDet, func(o outs) outs { o[2] = nil; return o }, "output 3 has 0 values: nanodet has the distances [1, 8, 4*bins]"},
		{detection.HeadNanoDet, func(o outs) outs { o[2] = o[2][:8*4]; return o }, "2 bins or more"},
		{detection.HeadNanoDet, func(o outs) outs { o[3] = o[3][:2*4*3]; return o }, "output 4 has 24 values"},
	} {
		got, err := decoder(t, config(c.head)).Decode(c.spoil(outputs(c.head)))
		if err == nil || !strings.Contains(err.Error(), c.says) || got != nil {
			t.Errorf("%v, error %v, want one that says %q", got, err, c.says)
		}
	}
}

// TestNoNumbers: wherever they stand, they never end as a label.
func TestNoNumbers(t *testing.T) {
	t.Parallel()
	for _, h := range detection.Heads() {
		for i, output := range outputs(h) {
			for _, at := range []int{0, len(output) / 2, len(output) - 1} {
				for _, v := range []float32{float32(nan), inf, -inf} {
					o := outputs(h)
					o[i][at] = v
					got, err := decoder(t, config(h)).Decode(o)
					if err == nil || !strings.Contains(err.Error(), "values that are no numbers") || got != nil {
						t.Errorf("%s, output %d: %v, error %v", h, i, got, err)
					}
				}
			}
		}
	}
}

// TestNoScores: a network without its last step, the sigmoid, is told from one
// with it; quantized networks may miss 1 by a little.
func TestNoScores(t *testing.T) {
	t.Parallel()
	for _, h := range detection.Heads() {
		at := map[detection.Head]int{detection.HeadYOLOX: 5, detection.HeadNanoDet: 0}[h]
		for v, ok := range map[float32]bool{1.005: true, 1.02: false, 7: false} {
			o := outputs(h)
			if h == detection.HeadYOLOX {
				o[0][4] = 1
			}
			o[0][at] = v
			got, err := decoder(t, config(h)).Decode(o)
			if ok && (err != nil || len(got) != 1 || got[0].Score != 1) {
				t.Errorf("%s with %v: %v, error %v, want a score of 1", h, v, got, err)
			}
			if !ok && (err == nil || !strings.Contains(err.Error(), "must be from 0 to 1")) {
				t.Errorf("%s with %v: %v, error %v, want one about the score", h, v, got, err)
			}
		}
	}
}
