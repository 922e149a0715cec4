package taxonomy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/taxonomy"
)

var things = []string{"Things"}

// ancestors and classes are a small world: dogs and cats, and a pole that is
// a class as well as the parent of one.
func ancestors() []blobsight.Concept {
	return []blobsight.Concept{
		{Name: "Animal", Categories: things},
		{Name: "Pole", Categories: things},
		{Name: "Dog", Parents: []string{"Animal"}, Categories: []string{"Pets"}, Aliases: []string{"Hound"}},
		{Name: "Cat", Parents: []string{"Animal"}, Categories: []string{"Pets"}},
	}
}

func classes() []taxonomy.Class {
	return []taxonomy.Class{
		{Label: "Poodle", Parents: []string{"Dog", "Animal"}, Categories: []string{"Pets"}},
		{Label: "Beagle", Parents: []string{"Animal", "Dog"}, Categories: []string{"Pets"}},
		{Label: "Tabby", Parents: []string{"Animal", "Cat"}, Categories: []string{"Pets"}, Aliases: []string{"Tiger Cat"}},
		{Label: "Flagpole", Parents: []string{"Pole"}, Categories: things},
		{Label: "Pole", Categories: things, Aliases: []string{"Post"}},
	}
}

// world is the taxonomy of both.
func world(t *testing.T) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.New(classes(), ancestors())
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

func TestVocabulary(t *testing.T) {
	t.Parallel()
	none, animal := []string{}, []string{"Animal"}
	pets := []string{"Pets"}
	want := []blobsight.Concept{
		{Name: "Animal", Parents: none, Categories: things, Aliases: none},
		{Name: "Beagle", Parents: []string{"Animal", "Dog"}, Categories: pets, Aliases: none},
		{Name: "Cat", Parents: animal, Categories: pets, Aliases: none},
		{Name: "Dog", Parents: animal, Categories: pets, Aliases: []string{"Hound"}},
		{Name: "Flagpole", Parents: []string{"Pole"}, Categories: things, Aliases: none},
		{Name: "Pole", Parents: none, Categories: things, Aliases: []string{"Post"}},
		{Name: "Poodle", Parents: []string{"Animal", "Dog"}, Categories: pets, Aliases: none},
		{Name: "Tabby", Parents: []string{"Animal", "Cat"}, Categories: pets, Aliases: []string{"Tiger Cat"}},
	}
	tax := world(t)
	got := tax.Vocabulary()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got[1].Parents[0] = "changed"
	if diff := cmp.Diff(want, tax.Vocabulary()); diff != "" {
		t.Errorf("what a caller does to the list reaches the taxonomy: %s", diff)
	}
}

// TestCheck: each mistake is named.
func TestCheck(t *testing.T) {
	t.Parallel()
	for says, spoil := range map[string]func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept){
		`parent "Fox" is not among the ancestors`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			c[0].Parents = append(c[0].Parents, "Fox")
			return c, a
		},
		`class "Poodle" has the parent "Dog" but not its parent "Animal"`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			c[0].Parents = []string{"Dog"}
			return c, a
		},
		`ancestor "Dog" is its own ancestor`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			a[2].Parents = []string{"Animal", "Dog"}
			return c, a
		},
		`ancestor "Dog" is listed twice`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			return c, append(a, a[2])
		},
		`ancestor "Plant" is the parent of no class`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			return c, append(a, blobsight.Concept{Name: "Plant", Categories: things})
		},
		`class "Tabby" has no name or no category`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			c[2].Categories = nil
			return c, a
		},
		`"Pole" is a class and an ancestor, with different parents`: func(c []taxonomy.Class, a []blobsight.Concept) ([]taxonomy.Class, []blobsight.Concept) {
			c[4].Parents = []string{"Animal"}
			return c, a
		},
	} {
		_, err := taxonomy.New(spoil(classes(), ancestors()))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not say %q", err, says)
		}
	}
}
