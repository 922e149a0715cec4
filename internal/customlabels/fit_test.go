package customlabels_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"blobsight/internal/customlabels"
)

// TestFit: the weights are where the loss has no slope, worked out by hand for
// one value that is 1 where the label is shown and -1 where it is not: then
// strength*w = sigmoid(-w), however many there are of each.
func TestFit(t *testing.T) {
	t.Parallel()
	rows := [][]float64{{1}, {-1}, {-1}, {-1}}
	for _, strength := range []float64{1, 0.1, 0.01} {
		weights, bias, err := customlabels.Fit(rows, []bool{true, false, false, false}, strength)
		if err != nil {
			t.Fatal(err)
		}
		w := weights[0]
		if slope := strength*w - 1/(1+math.Exp(w)); math.Abs(slope) > 1e-3 || math.Abs(bias) > 1e-2 {
			t.Errorf("strength %v: weight %v has the slope %v, bias %v", strength, w, slope, bias)
		}
	}
}

// TestCalibrate: confidences are true on average, and stay within reason where
// there is little to go by.
func TestCalibrate(t *testing.T) {
	t.Parallel()
	var scores []float64
	var shown []bool
	for i := range 1000 { // of score 1, three in four; of score -1, one in four
		up := i%2 == 0
		scores = append(scores, map[bool]float64{true: 1, false: -1}[up])
		shown = append(shown, up == (i/2%4 != 0))
	}
	confidence, err := customlabels.Calibrate(scores, shown)
	if err != nil {
		t.Fatal(err)
	}
	if up, down := confidence(1), confidence(-1); math.Abs(up-0.75) > 0.01 || math.Abs(down-0.25) > 0.01 {
		t.Errorf("got %.3f and %.3f, want 0.75 and 0.25", up, down)
	}

	apart := []float64{9, 8, 7, -7, -8, -9}
	confidence, err = customlabels.Calibrate(apart, []bool{true, true, true, false, false, false})
	if err != nil {
		t.Fatal(err)
	}
	if best, worst := confidence(9), confidence(-9); best > 0.9 || best < 0.75 || worst < 0.1 {
		t.Errorf("three pictures each: got %.3f and %.3f", best, worst)
	}

	confidence, err = customlabels.Calibrate(apart, []bool{false, false, false, true, true, true})
	if err != nil {
		t.Fatal(err)
	}
	if confidence(9) != confidence(-9) {
		t.Errorf("scores that say the contrary are turned around: %v, %v", confidence(9), confidence(-9))
	}
}

// TestCalibrateRareLabels: a label that few of many pictures show is calibrated
// as well, whatever the size of its scores.
func TestCalibrateRareLabels(t *testing.T) {
	t.Parallel()
	const n, rare = 10_000, 10
	for _, size := range []float64{0.001, 1, 1000} {
		r := rand.New(rand.NewPCG(1, 2))
		scores, shown := make([]float64, n), make([]bool, n)
		for i := range scores {
			if shown[i] = i < rare; shown[i] {
				scores[i] = 3 * size
			}
			scores[i] += (r.NormFloat64() - 5) * size
		}
		confidence, err := customlabels.Calibrate(scores, shown)
		if err != nil {
			t.Fatal(err)
		}
		sum, top := 0.0, 0.0
		for i, s := range scores {
			sum += confidence(s)
			if shown[i] {
				top += confidence(s) / rare
			}
		}
		if math.Abs(sum-rare) > 0.5 || top < 0.05 {
			t.Errorf("size %v: confidences add up to %.2f, and there are %d; those of its own have %.4f on average", size, sum, rare, top)
		}
	}
}

func TestBestThreshold(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		confidences []float64
		shown       []bool
		want        float64
	}{
		{"apart: the middle of the gap", []float64{0.9, 0.8, 0.4, 0.1}, []bool{true, true, false, false}, 0.6},
		{"one that is missed costs less than one too many", []float64{0.9, 0.8, 0.5, 0.4, 0.3, 0.2}, []bool{true, true, false, false, false, true}, 0.65},
		{"equal confidences stay together", []float64{0.5, 0.5, 0.5, 0.1}, []bool{true, false, true, false}, 0.3},
		{"all alike: said of all", []float64{0.4, 0.4, 0.4}, []bool{true, false, false}, 0.2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := customlabels.BestThreshold(tt.confidences, tt.shown); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestDeal: each label is in all folds, as evenly as can be, whatever the order.
func TestDeal(t *testing.T) {
	t.Parallel()
	samples := made(1, 2, 7, 3, 1, 8)
	fold := customlabels.Deal(samples)
	size, count := map[int]int{}, map[[2]int]int{}
	for i, s := range samples {
		size[fold[i]]++
		count[[2]int{s.Label, fold[i]}]++
	}
	for f := range 5 {
		if size[f] < 5 || size[f] > 6 {
			t.Errorf("fold %d has %d of %d pictures", f, size[f], len(samples))
		}
		for label := customlabels.NoLabel; label < 3; label++ {
			if n := count[[2]int{label, f}]; n < 1 || n > 2 {
				t.Errorf("fold %d has %d pictures of label %d", f, n, label)
			}
		}
	}
	samples[0], samples[20] = samples[20], samples[0]
	if again := customlabels.Deal(samples); again[0] != fold[20] || again[20] != fold[0] {
		t.Error("the order decides")
	}
}
