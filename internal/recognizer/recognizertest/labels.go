package recognizertest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// testLabels: labels are sorted, within 0 to 100, each said once and as the
// vocabulary describes it, and every ancestor is a label that is as sure at
// least.
func testLabels(t *testing.T, r blobsight.Recognizer) {
	vocabulary := map[string]blobsight.Concept{}
	for _, c := range r.Vocabulary() {
		vocabulary[c.Name] = c
	}
	for kind := range 3 {
		got := recognize(t, r, encode(t, "png", scene(320, 240, kind)), everything())
		if len(got.Labels) == 0 {
			t.Fatal("no labels, though no confidence was asked for")
		}
		confidence := map[string]float64{}
		for i, l := range got.Labels {
			if _, twice := confidence[l.Name]; twice {
				t.Errorf("%s is said twice", l.Name)
			}
			confidence[l.Name] = l.Confidence
			if l.Confidence < 0 || l.Confidence > 100 {
				t.Errorf("%s has confidence %v", l.Name, l.Confidence)
			}
			if i > 0 && before(l, got.Labels[i-1]) {
				t.Errorf("%s (%v) comes after %s (%v)", l.Name, l.Confidence, got.Labels[i-1].Name, got.Labels[i-1].Confidence)
			}
			said := blobsight.Concept{Name: l.Name, Parents: l.Parents, Categories: l.Categories, Aliases: l.Aliases}
			if diff := cmp.Diff(vocabulary[l.Name], said); diff != "" {
				t.Errorf("%s differs from the vocabulary: %s", l.Name, diff)
			}
			checkLists(t, said)
		}
		for _, l := range got.Labels {
			for _, p := range l.Parents {
				if c, ok := confidence[p]; !ok || c < l.Confidence {
					t.Errorf("%s has confidence %v, its ancestor %s has %v (said: %t)", l.Name, l.Confidence, p, c, ok)
				}
			}
		}
		if got.Model != r.Model() {
			t.Errorf("model %v, want %v", got.Model, r.Model())
		}
	}
}

// before reports whether a belongs before b.
func before(a, b blobsight.Label) bool {
	return a.Confidence > b.Confidence || a.Confidence == b.Confidence && a.Name < b.Name
}

// checkLists: lists are never nil, so that JSON has arrays, and are sorted.
func checkLists(t *testing.T, c blobsight.Concept) {
	t.Helper()
	for name, list := range map[string][]string{"parents": c.Parents, "categories": c.Categories, "aliases": c.Aliases} {
		if list == nil || !slices.IsSorted(list) {
			t.Errorf("%s: %s are nil or not sorted: %q", c.Name, name, list)
		}
	}
}

// testOptions: the options cut the list of all labels, and change nothing else.
func testOptions(t *testing.T, r blobsight.Recognizer) {
	file := encode(t, "png", scene(320, 240, 1))
	all := recognize(t, r, file, everything()).Labels
	for _, minimum := range []float64{1, 20, all[len(all)/2].Confidence, all[0].Confidence, 100} {
		want := []blobsight.Label{}
		for _, l := range all {
			if l.Confidence >= minimum {
				want = append(want, l)
			}
		}
		got := recognize(t, r, file, blobsight.RecognizeOptions{MinConfidence: minimum, MaxLabels: 100_000}).Labels
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("minimum confidence %v: %s", minimum, diff)
		}
	}
	for _, most := range []int{1, 2, 7} {
		want := all[:min(most, len(all))]
		got := recognize(t, r, file, blobsight.RecognizeOptions{MaxLabels: most}).Labels
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("at most %d labels: %s", most, diff)
		}
	}
}

// testDeterminism: the same bytes give the same answer, and pictures that
// differ do not all give the same.
func testDeterminism(t *testing.T, r blobsight.Recognizer) {
	var answers []*blobsight.Recognition
	for kind := range 3 {
		file := encode(t, "jpeg", scene(200, 150, kind))
		first := recognize(t, r, file, everything())
		if diff := cmp.Diff(first, recognize(t, r, file, everything())); diff != "" {
			t.Errorf("kind %d: a second time is different: %s", kind, diff)
		}
		answers = append(answers, first)
	}
	if cmp.Equal(answers[0].Labels, answers[1].Labels) && cmp.Equal(answers[1].Labels, answers[2].Labels) {
		t.Error("three different pictures have the same labels")
	}
}
