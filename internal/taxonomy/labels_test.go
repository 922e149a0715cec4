package taxonomy_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/taxonomy"
)

// labels of good evidence.
func labels(t *testing.T, tax *taxonomy.Taxonomy, e taxonomy.Evidence, minimum float64, most int) []blobsight.Label {
	t.Helper()
	got, err := tax.Labels(e, minimum, most)
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		t.Error("nil labels")
	}
	return got
}

// scores is the evidence of a classifier alone.
func scores(s ...float32) taxonomy.Evidence { return taxonomy.Evidence{Scores: s} }

// named gives names and confidences only.
func named(labels []blobsight.Label) map[string]float64 {
	m := map[string]float64{}
	for _, l := range labels {
		m[l.Name] = l.Confidence
	}
	return m
}

// TestLabelsSum: an unsure breed still is a dog, and a class that is also an
// ancestor counts its kinds.
func TestLabelsSum(t *testing.T) {
	t.Parallel()
	got := labels(t, world(t, small(t)), scores(0.4, 0.3, 0.1, 0.15, 0.05), 0, 100)
	want := map[string]float64{
		"Animal": 80, "Dog": 70, "Poodle": 40, "Beagle": 30, "Pole": 20, "Flagpole": 15, "Cat": 10, "Tabby": 10,
	}
	if diff := cmp.Diff(want, named(got)); diff != "" {
		t.Error(diff)
	}
	var order []string
	for _, l := range got {
		order = append(order, l.Name)
	}
	if diff := cmp.Diff([]string{"Animal", "Dog", "Poodle", "Beagle", "Pole", "Flagpole", "Cat", "Tabby"}, order); diff != "" {
		t.Error(diff)
	}
}

// TestLabelsIndependent: where classes do not exclude one another, a concept
// is as sure as its surest kind.
func TestLabelsIndependent(t *testing.T) {
	t.Parallel()
	tax := taxonomyOf(t, taxonomy.Config{Tree: small(t), Classifier: breeds(), Independent: true})
	got := labels(t, tax, scores(0.9, 0.8, 0.7, 0.2, 0.6), 30, 100)
	want := map[string]float64{"Animal": 90, "Dog": 90, "Poodle": 90, "Beagle": 80, "Cat": 70, "Tabby": 70, "Pole": 60}
	if diff := cmp.Diff(want, named(got)); diff != "" {
		t.Error(diff)
	}
}

func TestLabelsLimits(t *testing.T) {
	t.Parallel()
	tax, e := world(t, small(t)), scores(0.4, 0.3, 0.1, 0.15, 0.05)
	for name, c := range map[string]struct {
		minimum float64
		most    int
		want    map[string]float64
	}{
		"minimum is included": {40, 100, map[string]float64{"Animal": 80, "Dog": 70, "Poodle": 40}},
		"just above":          {40.01, 100, map[string]float64{"Animal": 80, "Dog": 70}},
		"most":                {0, 1, map[string]float64{"Animal": 80}},
		"nothing":             {99, 100, map[string]float64{}},
	} {
		if diff := cmp.Diff(c.want, named(labels(t, tax, e, c.minimum, c.most))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestLabelsRoundAndCap: two decimals, 100 at most (sums of rounded numbers
// may exceed 1), and the minimum is compared with what is shown.
func TestLabelsRoundAndCap(t *testing.T) {
	t.Parallel()
	got := labels(t, world(t, small(t)), scores(0.600001, 0.400009, 0, 0.199996, 0.123456), 20, 100)
	want := map[string]float64{"Animal": 100, "Dog": 100, "Poodle": 60, "Beagle": 40, "Pole": 32.35, "Flagpole": 20}
	if diff := cmp.Diff(want, named(got)); diff != "" {
		t.Error(diff)
	}
}

// TestLabelsOfObjects: each object is a place of its own concept, and the
// surest one counts, for its ancestors too. Without an object there is no
// label, however low the minimum.
func TestLabelsOfObjects(t *testing.T) {
	t.Parallel()
	tax := taxonomyOf(t, taxonomy.Config{Tree: small(t), Detector: []string{"Dog", "Cat", "Poodle", "Pole"}})
	box := func(left float64) blobsight.Box { return blobsight.Box{Left: left, Width: 0.1, Height: 0.1} }
	e := taxonomy.Evidence{Objects: []taxonomy.Object{
		{Class: 0, Confidence: 0.5, Box: box(0.1)},
		{Class: 2, Confidence: 0.91234, Box: box(0.2)},
		{Class: 0, Confidence: 0.8, Box: box(0.3)},
		{Class: 0, Confidence: 0.29, Box: box(0.4)},
		{Class: 1, Confidence: 0.1, Box: box(0.5)},
	}}
	none, animal, pets := []string{}, []string{"Animal"}, []string{"Pets"}
	want := []blobsight.Label{
		{Name: "Animal", Confidence: 91.23, Parents: none, Categories: []string{"Things"}, Aliases: none, Instances: []blobsight.Instance{}},
		{Name: "Dog", Confidence: 91.23, Parents: animal, Categories: pets, Aliases: []string{"Hound"}, Instances: []blobsight.Instance{
			{Box: box(0.3), Confidence: 80}, {Box: box(0.1), Confidence: 50},
		}},
		{
			Name: "Poodle", Confidence: 91.23, Parents: []string{"Animal", "Dog"}, Categories: pets, Aliases: none,
			Instances: []blobsight.Instance{{Box: box(0.2), Confidence: 91.23}},
		},
	}
	if diff := cmp.Diff(want, labels(t, tax, e, 30, 100)); diff != "" {
		t.Error(diff)
	}
	if got := named(labels(t, tax, e, 0, 100)); len(got) != 4 || got["Cat"] != 10 {
		t.Errorf("without a minimum: %v", got)
	}
	if got := labels(t, tax, taxonomy.Evidence{}, 0, 100); len(got) != 0 {
		t.Errorf("labels of nothing: %v", got)
	}
}

// TestLabelsOfBoth: a concept that both models say is one label with the
// higher confidence, and keeps its places.
func TestLabelsOfBoth(t *testing.T) {
	t.Parallel()
	tax := taxonomyOf(t, taxonomy.Config{Tree: small(t), Classifier: breeds(), Detector: []string{"Dog", "Pole"}})
	e := scores(0.3, 0.3, 0.3, 0.1, 0)
	e.Objects = []taxonomy.Object{{Class: 0, Confidence: 0.55}, {Class: 1, Confidence: 0.7}, {Class: 1, Confidence: 0.2}}
	got := labels(t, tax, e, 25, 100)
	want := map[string]float64{"Animal": 90, "Dog": 60, "Poodle": 30, "Beagle": 30, "Cat": 30, "Tabby": 30, "Pole": 70}
	if diff := cmp.Diff(want, named(got)); diff != "" {
		t.Error(diff)
	}
	places := map[string]int{}
	for _, l := range got {
		if len(l.Instances) > 0 {
			places[l.Name] = len(l.Instances)
		}
	}
	if diff := cmp.Diff(map[string]int{"Dog": 1, "Pole": 1}, places); diff != "" {
		t.Errorf("places: %s", diff)
	}
	e.Scores = nil
	if got := named(labels(t, tax, e, 0, 100)); len(got) != 3 {
		t.Errorf("the detector alone: %v", got)
	}
}

func TestLabelsOfNonsense(t *testing.T) {
	t.Parallel()
	tax := taxonomyOf(t, taxonomy.Config{Tree: small(t), Classifier: breeds(), Detector: []string{"Dog"}})
	for says, e := range map[string]taxonomy.Evidence{
		"1 scores for 5 classes":       scores(1),
		"0 scores for 5 classes":       {Scores: []float32{}},
		"score NaN of class 1":         scores(0, float32(math.NaN()), 0, 0, 0),
		"score -1 of class 0":          scores(-1, 0, 0, 0, 0),
		"score 2 of class 0":           scores(2, 0, 0, 0, 0),
		"object of class 1":            {Objects: []taxonomy.Object{{Class: 1}}},
		"object of class -1":           {Objects: []taxonomy.Object{{Class: -1}}},
		"confidence +Inf of an object": {Objects: []taxonomy.Object{{Confidence: math.Inf(1)}}},
	} {
		if _, err := tax.Labels(e, 0, 10); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not say %q", err, says)
		}
	}
}

// TestAncestorsAreSurer: whatever the models say, no concept has more
// confidence than what it is a kind of, and labels are in order.
func TestAncestorsAreSurer(t *testing.T) {
	t.Parallel()
	lists, random := classLists(t), rand.New(rand.NewPCG(1, 2))
	for _, independent := range []bool{false, true} {
		tax := taxonomyOf(t, taxonomy.Config{
			Tree: builtin(t), Classifier: taxonomy.Names(lists["imagenet-1k"]), Independent: independent,
			Detector: taxonomy.Names(lists["coco-80"]),
		})
		for range 50 {
			got := labels(t, tax, evidence(random, 1000, 80), 0, math.MaxInt)
			if len(got) != len(tax.Vocabulary()) && len(got) < 1000 {
				t.Fatalf("only %d labels", len(got))
			}
			confidence := named(got)
			for i, l := range got {
				if i > 0 && (got[i-1].Confidence < l.Confidence || got[i-1].Confidence == l.Confidence && got[i-1].Name >= l.Name) {
					t.Errorf("%q comes before %q", got[i-1].Name, l.Name)
				}
				for _, p := range l.Parents {
					if confidence[p] < l.Confidence {
						t.Errorf("%s has %v, %s only %v", l.Name, l.Confidence, p, confidence[p])
					}
				}
				if !slices.IsSortedFunc(l.Instances, func(a, b blobsight.Instance) int { return int(b.Confidence*100) - int(a.Confidence*100) }) {
					t.Errorf("%s: instances %v are not in order", l.Name, l.Instances)
				}
			}
		}
	}
}

// evidence is what models might say.
func evidence(random *rand.Rand, classes, kinds int) taxonomy.Evidence {
	e := taxonomy.Evidence{Scores: make([]float32, classes)}
	sum := float32(0)
	for i := range e.Scores {
		e.Scores[i] = float32(math.Exp(random.NormFloat64() * 4))
		sum += e.Scores[i]
	}
	for i := range e.Scores {
		e.Scores[i] /= sum
	}
	for range random.IntN(30) {
		e.Objects = append(e.Objects, taxonomy.Object{Class: random.IntN(kinds), Confidence: random.Float64()})
	}
	return e
}
