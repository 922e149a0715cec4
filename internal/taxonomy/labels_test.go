package taxonomy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

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
	labels, err := world(t).Labels([]float32{0.4, 0.3, 0.1, 0.15, 0.05}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{
		"Animal": 80, "Dog": 70, "Poodle": 40, "Beagle": 30, "Pole": 20, "Flagpole": 15, "Cat": 10, "Tabby": 10,
	}
	if diff := cmp.Diff(want, named(labels)); diff != "" {
		t.Error(diff)
	}
	var order []string
	for _, l := range labels {
		order = append(order, l.Name)
	}
	if diff := cmp.Diff([]string{"Animal", "Dog", "Poodle", "Beagle", "Pole", "Flagpole", "Cat", "Tabby"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestLabelsLimits(t *testing.T) {
	t.Parallel()
	tax, p := world(t), []float32{0.4, 0.3, 0.1, 0.15, 0.05}
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
		labels, err := tax.Labels(p, c.minimum, c.most)
		if err != nil {
			t.Fatal(err)
		}
		if labels == nil {
			t.Errorf("%s: nil", name)
		}
		if diff := cmp.Diff(c.want, named(labels)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestLabelsDescribe: a label carries what is known of its concept.
func TestLabelsDescribe(t *testing.T) {
	t.Parallel()
	labels, err := world(t).Labels([]float32{0, 0, 1, 0, 0}, 50, 100)
	if err != nil {
		t.Fatal(err)
	}
	none := []string{}
	want := []blobsight.Label{
		{Name: "Animal", Confidence: 100, Parents: none, Categories: things, Aliases: none, Instances: []blobsight.Instance{}},
		{Name: "Cat", Confidence: 100, Parents: []string{"Animal"}, Categories: []string{"Pets"}, Aliases: none, Instances: []blobsight.Instance{}},
		{Name: "Tabby", Confidence: 100, Parents: []string{"Animal", "Cat"}, Categories: []string{"Pets"}, Aliases: []string{"Tiger Cat"}, Instances: []blobsight.Instance{}},
	}
	if diff := cmp.Diff(want, labels); diff != "" {
		t.Error(diff)
	}
}

// TestLabelsRoundAndCap: two decimals, 100 at most (sums of rounded numbers
// may exceed 1), and the minimum is compared with what is shown.
func TestLabelsRoundAndCap(t *testing.T) {
	t.Parallel()
	labels, err := world(t).Labels([]float32{0.600001, 0.400009, 0, 0.199996, 0.123456}, 20, 100)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"Animal": 100, "Dog": 100, "Poodle": 60, "Beagle": 40, "Pole": 32.35, "Flagpole": 20}
	if diff := cmp.Diff(want, named(labels)); diff != "" {
		t.Error(diff)
	}
}

func TestLabelsWrongLength(t *testing.T) {
	t.Parallel()
	if _, err := world(t).Labels([]float32{1}, 0, 1); err == nil {
		t.Error("no error")
	}
}
