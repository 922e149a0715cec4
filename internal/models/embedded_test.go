package models_test

import (
	"regexp"
	"slices"
	"testing"

	"blobsight/internal/models"
)

// TestEmbedded: the order and the ids of the classes belong to the network. A
// few are pinned, so that an edit that moves lines is noticed.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Classes) != 200 || len(m.ONNX) != 6_127_278 {
		t.Fatalf("%d classes, %d bytes", len(m.Classes), len(m.ONNX))
	}
	for i, wnid := range map[int]string{0: "n02124075", 50: "n02823428", 100: "n01945685", 150: "n03355925", 199: "n02504458"} {
		if got := m.Classes[i].WordNetID; got != wnid {
			t.Errorf("class %d is %s, want %s", i, got, wnid)
		}
	}
	id := regexp.MustCompile(`^n\d{8}$`)
	seen := map[string]bool{}
	for _, c := range m.Classes {
		if !id.MatchString(c.WordNetID) || seen[c.WordNetID] {
			t.Errorf("%s: id %q is malformed or not unique", c.Label, c.WordNetID)
		}
		seen[c.WordNetID] = true
	}
}

// TestEmbeddedSpotChecks: what a person expects of a few classes.
func TestEmbeddedSpotChecks(t *testing.T) {
	t.Parallel()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	parents := map[string][]string{}
	for _, c := range m.Classes {
		parents[c.Label] = c.Parents
	}
	for _, c := range m.Ancestors {
		parents[c.Name] = c.Parents
	}
	for label, want := range map[string][]string{
		"Golden Retriever": {"Animal", "Canine", "Dog", "Mammal", "Pet", "Retriever"},
		"Tabby Cat":        {"Animal", "Cat", "Feline", "Mammal", "Pet"},
		"School Bus":       {"Bus", "Motor Vehicle", "Public Transport", "Vehicle"},
		"Espresso":         {"Beverage", "Coffee"},
		"Lemon":            {"Citrus Fruit", "Food", "Fruit", "Produce"},
		"Bathroom":         {"Indoors"},
		"Kitchen":          {"Indoors"},
		"Animal":           {},
	} {
		if got := parents[label]; !slices.Equal(got, want) {
			t.Errorf("%s: parents %q, want %q", label, got, want)
		}
	}
}
