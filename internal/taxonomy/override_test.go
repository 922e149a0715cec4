package taxonomy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/taxonomy"
)

// overridden is the small tree with a user's file.
func overridden(t testing.TB, yaml string) *taxonomy.Tree {
	t.Helper()
	o, err := taxonomy.ParseOverrides([]byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := small(t).Override(o)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestOverrideNames: classes and parents go with the new name, and the old one
// is remembered.
func TestOverrideNames(t *testing.T) {
	t.Parallel()
	tax := world(t, overridden(t, "names: {Dog: Doggo, Tabby: Tiger Cat, Pole: Post, Flagpole: Pole}"))
	want := []string{"Animal", "Beagle", "Cat", "Doggo", "Pole", "Poodle", "Post", "Tiger Cat"}
	if got := names(tax); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for name, want := range map[string]blobsight.Concept{
		"Doggo":     {Parents: []string{"Animal"}, Aliases: []string{"Dog", "Hound"}},
		"Poodle":    {Parents: []string{"Animal", "Doggo"}, Aliases: []string{}},
		"Tiger Cat": {Parents: []string{"Animal", "Cat"}, Aliases: []string{"Tabby"}},
		"Pole":      {Parents: []string{"Post"}, Aliases: []string{"Flagpole"}},
		"Post":      {Parents: []string{}, Aliases: []string{}}, // Pole is something else now
	} {
		got := described(t, tax, name)
		want.Name, want.Categories = name, got.Categories
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	got := named(labels(t, tax, scores(0.4, 0.3, 0.1, 0.15, 0.05), 20, 100))
	if diff := cmp.Diff(map[string]float64{"Animal": 80, "Doggo": 70, "Poodle": 40, "Beagle": 30, "Post": 20}, got); diff != "" {
		t.Error(diff)
	}
}

// TestOverrideLabels: what is given replaces, what is left out stays; a label
// may be named as before or after its renaming.
func TestOverrideLabels(t *testing.T) {
	t.Parallel()
	tax := world(t, overridden(t, `
names:
  Dog: Doggo
labels:
  Dog:
    categories: [Friends, Pets]
  Poodle: {aliases: Pudel}
  Flagpole: {parents: [Doggo, Pole]}
  Cat: {parents: [], categories: []}
`))
	for _, want := range []blobsight.Concept{
		{Name: "Doggo", Parents: []string{"Animal"}, Categories: []string{"Friends", "Pets"}, Aliases: []string{"Dog", "Hound"}},
		{Name: "Poodle", Parents: []string{"Animal", "Doggo"}, Categories: []string{"Friends", "Pets"}, Aliases: []string{"Pudel"}},
		{Name: "Flagpole", Parents: []string{"Animal", "Doggo", "Pole"}, Categories: []string{"Friends", "Pets", "Things"}, Aliases: []string{}},
		{Name: "Tabby", Parents: []string{"Cat"}, Categories: []string{"Uncategorized"}, Aliases: []string{"Tiger Cat"}},
	} {
		if diff := cmp.Diff(want, described(t, tax, want.Name)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestOverrideMinConfidence: a label's own minimum raises that of the request
// and never lowers it.
func TestOverrideMinConfidence(t *testing.T) {
	t.Parallel()
	tax := world(t, overridden(t, "labels: {Dog: {min_confidence: 70.01}, Tabby: {min_confidence: 5}}"))
	e := scores(0.4, 0.3, 0.1, 0.15, 0.05)
	if got := named(labels(t, tax, e, 25, 100)); !cmp.Equal(got, map[string]float64{"Animal": 80, "Poodle": 40, "Beagle": 30}) {
		t.Errorf("%v", got)
	}
}

// TestOverrideExclude: what is excluded is said nowhere, and still counts for
// what it is a kind of.
func TestOverrideExclude(t *testing.T) {
	t.Parallel()
	e := scores(0.4, 0.3, 0.1, 0.15, 0.05)
	tax := world(t, overridden(t, "exclude: {labels: [Dog, Tabby]}"))
	if got := names(tax); !slices.Equal(got, []string{"Animal", "Beagle", "Cat", "Flagpole", "Pole", "Poodle"}) {
		t.Errorf("labels: %q", got)
	}
	if got := described(t, tax, "Poodle").Parents; !slices.Equal(got, []string{"Animal"}) {
		t.Errorf("parents: %q", got)
	}
	want := map[string]float64{"Animal": 80, "Poodle": 40, "Beagle": 30, "Pole": 20, "Flagpole": 15, "Cat": 10}
	if diff := cmp.Diff(want, named(labels(t, tax, e, 0, 100))); diff != "" {
		t.Error(diff)
	}

	tax = world(t, overridden(t, "exclude: {categories: Pets}"))
	want = map[string]float64{"Animal": 80, "Pole": 20, "Flagpole": 15}
	if diff := cmp.Diff(want, named(labels(t, tax, e, 0, 100))); diff != "" {
		t.Error(diff)
	}
}

// TestOverrideTwice: a second file builds upon the first, and no tree changes.
func TestOverrideTwice(t *testing.T) {
	t.Parallel()
	first := overridden(t, "names: {Dog: Doggo}\nexclude: {labels: Cat}")
	o, err := taxonomy.ParseOverrides([]byte("names: {Dog: Hund}\nexclude: {categories: [Things]}"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := first.Override(o)
	if err != nil {
		t.Fatal(err)
	}
	if got := described(t, world(t, second), "Hund").Aliases; !slices.Equal(got, []string{"Dog", "Doggo", "Hound"}) {
		t.Errorf("aliases %q", got)
	}
	if got := names(world(t, second)); !slices.Equal(got, []string{"Beagle", "Hund", "Poodle", "Tabby"}) {
		t.Errorf("second: %q", got)
	}
	if got := names(world(t, first)); !slices.Equal(got, []string{"Animal", "Beagle", "Doggo", "Flagpole", "Pole", "Poodle", "Tabby"}) {
		t.Errorf("first: %q", got)
	}
}

// TestPresetNoDemographics: nothing that tells of somebody's gender, age,
// ethnicity or religion; the person stays.
func TestPresetNoDemographics(t *testing.T) {
	t.Parallel()
	o, err := taxonomy.ParseOverrides([]byte("extends: no-demographics\nnames: {Person: Somebody}"))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := builtin(t).Override(o)
	if err != nil {
		t.Fatal(err)
	}
	lists := classLists(t)
	got := names(taxonomyOf(t, taxonomy.Config{
		Tree: tree, Classifier: append(taxonomy.Names(lists["imagenet-1k"]), "Woman"), Detector: taxonomy.Names(lists["coco-80"]),
	}))
	for _, name := range []string{"Bridegroom", "Abaya", "Vestment", "Bra", "Miniskirt", "Skirt", "Diaper", "Bib", "Gown", "Dress", "One-Piece Swimsuit"} {
		if slices.Contains(got, name) {
			t.Errorf("%s is still said", name)
		}
	}
	for _, name := range []string{"Somebody", "Athlete", "Scuba Diver", "Mosque", "Church", "Clothing", "Suit"} {
		if !slices.Contains(got, name) {
			t.Errorf("%s is no longer said", name)
		}
	}
	// A model of the user's own may have what the tree in the program has not.
	tree, err = builtin(t).Add([]taxonomy.Concept{{Name: "Woman", Parents: []string{"Person"}}})
	if err != nil {
		t.Fatal(err)
	}
	if tree, err = tree.Override(o); err != nil {
		t.Fatal(err)
	}
	if got := names(taxonomyOf(t, taxonomy.Config{Tree: tree, Classifier: []string{"Woman"}})); !slices.Equal(got, []string{"Somebody"}) {
		t.Errorf("%q", got)
	}
}

func TestPresets(t *testing.T) {
	t.Parallel()
	if got := taxonomy.Presets(); !slices.Equal(got, []string{"no-demographics"}) {
		t.Errorf("%q", got)
	}
	for _, name := range taxonomy.Presets() {
		o, err := taxonomy.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := builtin(t).Override(o); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := taxonomy.Preset("none"); err == nil || !strings.Contains(err.Error(), `no preset "none"; there are: no-demographics`) {
		t.Error(err)
	}
}
