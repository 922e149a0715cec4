package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"blobsight"
)

// lineage is a small world: two dogs and a car.
func lineage(class int) []string {
	return [][]string{{"Pug", "Dog", "Animal"}, {"Beagle", "Dog", "Animal"}, {"Car", "Vehicle"}}[class]
}

func label(name string, confidence float64, parents ...string) blobsight.Label {
	return blobsight.Label{Name: name, Confidence: confidence, Parents: parents}
}

// TestJudge: three pictures, of which one is right, one is right but for the
// breed, and one is all wrong.
func TestJudge(t *testing.T) {
	t.Parallel()
	dog := []blobsight.Label{label("Animal", 90), label("Dog", 90, "Animal"), label("Pug", 70, "Animal", "Dog")}
	answers := []answer{
		{truth: 0, scores: []float32{0.7, 0.2, 0.1}, labels: dog},
		{truth: 1, scores: []float32{0.7, 0.2, 0.1}, labels: dog},
		{truth: 2, scores: []float32{0.7, 0.2, 0.1}, labels: dog},
	}
	got := judge(answers, lineage)
	want := score{pictures: 3, top1: 100. / 3, top5: 100, family: 200. / 3, ancestors: 80, calibrate: 70 - 100./3}
	// Labels: two at 90 in three pictures are right in two, one at 70 is right in one.
	want.honesty = 100 * (math.Abs(6*0.9-4) + math.Abs(3*0.7-1)) / 9
	for name, pair := range map[string][2]float64{
		"top1": {got.top1, want.top1}, "top5": {got.top5, want.top5}, "family": {got.family, want.family},
		"ancestors": {got.ancestors, want.ancestors}, "ECE": {got.calibrate, want.calibrate}, "ECE of labels": {got.honesty, want.honesty},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-5 {
			t.Errorf("%s is %v, want %v", name, pair[0], pair[1])
		}
	}
}

// TestFit: answers made with a temperature that is wrong by a known factor are
// mended by that factor, and are true on average then.
func TestFit(t *testing.T) {
	t.Parallel()
	const factor = 2.5
	rng := rand.New(rand.NewPCG(1, 2))
	answers := make([]answer, 4000)
	for i := range answers {
		logits := make([]float64, 10)
		sum := 0.0
		for c := range logits {
			logits[c] = math.Exp(2 * rng.NormFloat64())
			sum += logits[c]
		}
		honest := make([]float32, len(logits))
		for c, v := range logits {
			honest[c] = float32(v / sum)
		}
		answers[i] = answer{truth: draw(rng, honest), scores: temper(honest, 1/factor)}
	}
	if got := fit(answers); math.Abs(got-factor) > 0.15 {
		t.Errorf("the factor is %v, want about %v", got, factor)
	}
	none := func(int) []string { return []string{"class"} }
	before := judge(answers, none).calibrate
	for i := range answers {
		answers[i].scores = temper(answers[i].scores, factor)
	}
	if after := judge(answers, none).calibrate; before < 10 || after > 4 { // the sample is small
		t.Errorf("calibration error %v before and %v after, want more than 10 and less than 4", before, after)
	}
}

// draw picks a class with its probability.
func draw(rng *rand.Rand, probabilities []float32) int {
	x := rng.Float32()
	for i, p := range probabilities {
		if x -= p; x < 0 {
			return i
		}
	}
	return len(probabilities) - 1
}

func TestRanking(t *testing.T) {
	t.Parallel()
	if got := ranking([]float32{0.1, 0.5, 0.1, 0.3}); !slices.Equal(got, []int{1, 3, 0, 2}) {
		t.Errorf("order %v", got)
	}
}
