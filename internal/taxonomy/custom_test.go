package taxonomy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight/internal/taxonomy"
)

// TestCustom: labels of the user's own are said from their thresholds on, with
// what they are kinds of; one that a classifier says too is as sure as the surer.
func TestCustom(t *testing.T) {
	t.Parallel()
	tax := taxonomyOf(t, taxonomy.Config{
		Tree: small(t), Classifier: breeds(),
		Custom: []taxonomy.Custom{{Name: "Poodle", Threshold: 50}, {Name: "Our Mascot", Threshold: 30}},
	})
	classes := []float32{0.2, 0.1, 0, 0.7, 0}
	tests := []struct {
		name    string
		custom  []float64
		minimum float64
		want    map[string]float64
	}{
		{"none asked for", nil, 15, map[string]float64{"Animal": 30, "Dog": 30, "Poodle": 20, "Flagpole": 70, "Pole": 70}},
		{"below the threshold", []float64{0.4999, 0.2999}, 15, map[string]float64{"Animal": 30, "Dog": 30, "Poodle": 20, "Flagpole": 70, "Pole": 70}},
		{"both", []float64{0.9, 0.3}, 15, map[string]float64{"Animal": 90, "Dog": 90, "Poodle": 90, "Our Mascot": 30, "Flagpole": 70, "Pole": 70}},
		{"below the minimum of the request", []float64{0.6, 0.3}, 65, map[string]float64{"Flagpole": 70, "Pole": 70}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := labels(t, tax, taxonomy.Evidence{Scores: classes, Custom: tt.custom}, tt.minimum, 100)
			if diff := cmp.Diff(tt.want, named(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if c := described(t, tax, "Our Mascot"); !cmp.Equal(c.Categories, []string{"Uncategorized"}) || len(c.Parents) > 0 {
		t.Errorf("%+v", c)
	}
	for _, wrong := range [][]float64{{0.1}, {0.1, 1.2}, {-0.1, 0.3}} {
		if _, err := tax.Labels(taxonomy.Evidence{Scores: classes, Custom: wrong}, 0, 10); err == nil {
			t.Errorf("no error with %v", wrong)
		}
	}
}

func TestCustomNames(t *testing.T) {
	t.Parallel()
	_, err := taxonomy.New(taxonomy.Config{Tree: small(t), Classifier: breeds(), Custom: []taxonomy.Custom{{Name: " x"}}})
	if err == nil {
		t.Error("no error with a name that begins with a space")
	}
}
