package agreement_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/cmd/blobsight/agreement"
)

// label is one with other names.
func label(name string, confidence float64, aliases ...string) blobsight.Label {
	return blobsight.Label{Name: name, Confidence: confidence, Aliases: aliases}
}

// below gives a label parents.
func below(l blobsight.Label, parents ...string) blobsight.Label {
	l.Parents = parents
	return l
}

// told is a comparison in short: "A=B by match" for shared labels, then the others.
func told(c agreement.Comparison) (shared, onlyA, onlyB []string) {
	for _, s := range c.Shared {
		shared = append(shared, fmt.Sprintf("%s=%s by %s %+g", s.A.Name, s.B.Name, s.By, s.Difference()))
	}
	for _, l := range c.OnlyA {
		onlyA = append(onlyA, l.Name)
	}
	for _, l := range c.OnlyB {
		onlyB = append(onlyB, l.Name)
	}
	return shared, onlyA, onlyB
}

func TestCompare(t *testing.T) {
	t.Parallel()
	type labels = []blobsight.Label
	for name, c := range map[string]struct {
		a, b                 labels
		shared, onlyA, onlyB []string
		overlap              float64
		sameTop              bool
	}{
		"nothing":   {nil, labels{}, nil, nil, nil, 100, false},
		"nothing A": {nil, labels{label("Dog", 90)}, nil, nil, []string{"Dog"}, 0, false},
		"nothing B": {labels{label("Dog", 90), label("Cat", 95)}, nil, nil, []string{"Cat", "Dog"}, nil, 0, false},
		"all": {
			labels{label("Dog", 90), label("Cat", 80)},
			labels{label("Cat", 70), label("Dog", 91.5)},
			[]string{"Dog=Dog by name +1.5", "Cat=Cat by name -10"},
			nil, nil, 100, true,
		},
		"some": {
			labels{label("Dog", 90), label("Cat", 80), label("Ball", 60)},
			labels{label("Tree", 95), label("Dog", 90)},
			[]string{"Dog=Dog by name +0"},
			[]string{"Cat", "Ball"},
			[]string{"Tree"},
			25, false,
		},
		"case": {
			labels{label("Ice Cream", 50)},
			labels{label("Ice cream", 50)},
			[]string{"Ice Cream=Ice cream by case +0"},
			nil, nil, 100, true,
		},
		"alias at A": {
			labels{label("Cell Phone", 50, "Mobile Phone", "Phone")},
			labels{label("mobile phone", 60)},
			[]string{"Cell Phone=mobile phone by alias +10"},
			nil, nil, 100, true,
		},
		"alias at B": {
			labels{label("Phone", 50)},
			labels{label("Mobile Phone", 40, "Phone")},
			[]string{"Phone=Mobile Phone by alias -10"},
			nil, nil, 100, true,
		},
		"a common alias is not enough": {
			labels{label("Bicycle", 50, "Bike")},
			labels{label("Motorcycle", 50, "Bike")},
			nil,
			[]string{"Bicycle"},
			[]string{"Motorcycle"},
			0, false,
		},
		"names before aliases": {
			labels{label("Puppy", 90), label("Dog", 80)},
			labels{label("Dog", 70, "Puppy")},
			[]string{"Dog=Dog by name -10"},
			[]string{"Puppy"},
			nil, 50, false,
		},
		"an alias counts once": {
			labels{label("Puppy", 90), label("Doggy", 80)},
			labels{label("Dog", 70, "Puppy", "Doggy")},
			[]string{"Puppy=Dog by alias -20"},
			[]string{"Doggy"},
			nil, 50, true,
		},
		"duplicates": {
			labels{label("Dog", 60), label("Dog", 90), label("Cat", 70)},
			labels{label("Dog", 95), label("Dog", 50)},
			[]string{"Dog=Dog by name +5"},
			[]string{"Cat"},
			nil, 50, true,
		},
		"parents are no top labels": {
			labels{label("Animal", 99), below(label("Dog", 90), "Animal"), below(label("Cat", 80), "Animal")},
			labels{below(label("Cat", 85), "Animal"), label("Animal", 99)},
			[]string{"Animal=Animal by name +0", "Cat=Cat by name +5"},
			[]string{"Dog"},
			nil, 100. * 2 / 3, false,
		},
		"equally sure": {
			labels{label("Ball", 80), label("Dog", 80)},
			labels{label("Dog", 70), label("Tree", 10)},
			[]string{"Dog=Dog by name -10"},
			[]string{"Ball"},
			[]string{"Tree"},
			100. / 3, true,
		},
	} {
		got := agreement.Compare(c.a, c.b)
		shared, onlyA, onlyB := told(got)
		if diff := cmp.Diff([][]string{c.shared, c.onlyA, c.onlyB}, [][]string{shared, onlyA, onlyB}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got.Overlap() != c.overlap || got.SameTop != c.sameTop {
			t.Errorf("%s: overlap %v, same top label %v, want %v, %v", name, got.Overlap(), got.SameTop, c.overlap, c.sameTop)
		}
	}
}

// TestSummary adds up four pictures by hand.
//
//	        A                B                   shared  union
//	1.jpg   Dog 90, Cat 80   Dog 95, Tree 60     1       3
//	2.jpg   Dog 70           Dog 50              1       1
//	3.jpg                                        0       0
//	4.jpg   Cat 60           Tree 70, Dog 61     0       3
//	all     4 labels         5 labels            2       7
func TestSummary(t *testing.T) {
	t.Parallel()
	type labels = []blobsight.Label
	var tally agreement.Tally
	tally.Add("1.jpg", agreement.Compare(labels{label("Dog", 90), label("Cat", 80)}, labels{label("Dog", 95), label("Tree", 60)}))
	tally.Add("2.jpg", agreement.Compare(labels{label("Dog", 70)}, labels{label("Dog", 50)}))
	tally.Add("3.jpg", agreement.Compare(nil, nil))
	tally.Add("4.jpg", agreement.Compare(labels{label("Cat", 60)}, labels{label("Tree", 70), label("Dog", 61)}))
	want := agreement.Summary{
		Pictures: 4, LabelsA: new(1.), LabelsB: new(1.25),
		Overlap: new((100./3 + 100 + 100 + 0) / 4), PooledOverlap: new(100 * 2. / 7),
		AHas: new(40.), BHas: new(50.),
		SameTop: new(200. / 3), SameTopPictures: 2, PicturesWithAny: 3,
		SharedLabels: 2, MeanDifference: new(-7.5), MedianAbsoluteDifference: new(12.5),
		Largest:  &agreement.Largest{Picture: "2.jpg", Label: agreement.Shared{A: label("Dog", 70), B: label("Dog", 50), By: agreement.ByName}},
		MissingA: []agreement.Missing{{"Tree", 2}, {"Dog", 1}},
		MissingB: []agreement.Missing{{"Cat", 2}},
	}
	if diff := cmp.Diff(want, tally.Summary()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSummaryOfNothing: a share of nothing is none.
func TestSummaryOfNothing(t *testing.T) {
	t.Parallel()
	var tally agreement.Tally
	if diff := cmp.Diff(agreement.Summary{MissingA: []agreement.Missing{}, MissingB: []agreement.Missing{}}, tally.Summary()); diff != "" {
		t.Errorf("no pictures (-want +got):\n%s", diff)
	}
	tally.Add("1.jpg", agreement.Compare(nil, nil))
	want := agreement.Summary{
		Pictures: 1, LabelsA: new(0.), LabelsB: new(0.), Overlap: new(100.),
		MissingA: []agreement.Missing{}, MissingB: []agreement.Missing{},
	}
	if diff := cmp.Diff(want, tally.Summary()); diff != "" {
		t.Errorf("no labels (-want +got):\n%s", diff)
	}
}

// TestMostMissing: ten labels are named, the most frequent first, then by name.
func TestMostMissing(t *testing.T) {
	t.Parallel()
	var tally agreement.Tally
	for n := range 12 {
		var b []blobsight.Label
		for i := range n + 1 {
			b = append(b, label(fmt.Sprintf("label %c", 'a'+i), 60))
		}
		tally.Add("", agreement.Compare(nil, b))
	}
	got := tally.Summary().MissingA
	if len(got) != 10 || got[0] != (agreement.Missing{Label: "label a", Pictures: 12}) || got[9] != (agreement.Missing{Label: "label j", Pictures: 3}) {
		t.Errorf("got %v", got)
	}
}
