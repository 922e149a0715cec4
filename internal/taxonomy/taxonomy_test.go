package taxonomy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/taxonomy"
)

// small is a little tree: dogs and cats, and a pole that is a class as well
// as the parent of one.
func small(t testing.TB) *taxonomy.Tree {
	t.Helper()
	things, pets := []string{"Things"}, []string{"Pets"}
	tree, err := new(taxonomy.Tree).Add([]taxonomy.Concept{
		{Name: "Animal", Categories: things},
		{Name: "Dog", Parents: []string{"Animal"}, Categories: pets, Aliases: []string{"Hound"}},
		{Name: "Cat", Parents: []string{"Animal"}, Categories: pets},
		{Name: "Poodle", Parents: []string{"Dog"}},
		{Name: "Beagle", Parents: []string{"Dog"}},
		{Name: "Tabby", Parents: []string{"Cat"}, Aliases: []string{"Tiger Cat"}},
		{Name: "Pole", Categories: things, Aliases: []string{"Post"}},
		{Name: "Flagpole", Parents: []string{"Pole"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// breeds are the classes of a classifier.
func breeds() []string { return []string{"Poodle", "Beagle", "Tabby", "Flagpole", "Pole"} }

// world is the taxonomy of that classifier.
func world(t testing.TB, tree *taxonomy.Tree) *taxonomy.Taxonomy {
	t.Helper()
	return taxonomyOf(t, taxonomy.Config{Tree: tree, Classifier: breeds()})
}

// taxonomyOf makes a taxonomy.
func taxonomyOf(t testing.TB, c taxonomy.Config) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// names lists what can be said.
func names(tax *taxonomy.Taxonomy) []string {
	var all []string
	for _, c := range tax.Vocabulary() {
		all = append(all, c.Name)
	}
	return all
}

// described gives one concept of the vocabulary.
func described(t *testing.T, tax *taxonomy.Taxonomy, name string) blobsight.Concept {
	t.Helper()
	vocabulary := tax.Vocabulary()
	i := slices.IndexFunc(vocabulary, func(c blobsight.Concept) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("there is no %q among %q", name, names(tax))
	}
	return vocabulary[i]
}

func TestVocabulary(t *testing.T) {
	t.Parallel()
	none, animal := []string{}, []string{"Animal"}
	pets, things := []string{"Pets"}, []string{"Things"}
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
	tax := world(t, small(t))
	got := tax.Vocabulary()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got[1].Parents[0] = "changed"
	if diff := cmp.Diff(want, tax.Vocabulary()); diff != "" {
		t.Errorf("what a caller does to the list reaches the taxonomy: %s", diff)
	}
}

// TestVocabularyOfModels: only what the models in use can say.
func TestVocabularyOfModels(t *testing.T) {
	t.Parallel()
	tree := small(t)
	for want, c := range map[string]taxonomy.Config{
		"Animal Cat Tabby":            {Tree: tree, Classifier: []string{"Tabby"}},
		"Animal Dog":                  {Tree: tree, Detector: []string{"Dog"}},
		"Animal Cat Dog Pole Tabby":   {Tree: tree, Classifier: []string{"Tabby", "Pole"}, Detector: []string{"Dog", "Cat"}},
		"Animal Dog Poodle Robot Dog": {Tree: tree, Classifier: []string{"Robot Dog"}, Detector: []string{"Poodle"}},
	} {
		if got := strings.Join(names(taxonomyOf(t, c)), " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	got := described(t, taxonomyOf(t, taxonomy.Config{Tree: tree, Classifier: []string{"Robot"}}), "Robot")
	if diff := cmp.Diff(blobsight.Concept{Name: "Robot", Parents: []string{}, Categories: []string{"Uncategorized"}, Aliases: []string{}}, got); diff != "" {
		t.Errorf("a class that no one described: %s", diff)
	}
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tree := small(t)
	for says, c := range map[string]taxonomy.Config{
		"a tree and the classes":                         {Classifier: breeds()},
		"the classes of a model are required":            {Tree: tree},
		"class 1 of the classifier: a name is empty":     {Tree: tree, Classifier: []string{"Dog", ""}},
		`class 0 of the detector: name " Dog" begins or`: {Tree: tree, Detector: []string{" Dog"}},
	} {
		if _, err := taxonomy.New(c); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not say %q", err, says)
		}
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	tree := small(t)
	more, err := tree.Add([]taxonomy.Concept{
		{Name: "Robot Dog", Parents: []string{"Robot", "Dog"}, Aliases: []string{"Aibo"}},
		{Name: "Robot", Categories: []string{"Machines"}},
		{Name: "Cat", Aliases: []string{"House Cat"}}, // known: the rest stays
		{Name: "Thing"},
	})
	if err != nil {
		t.Fatal(err)
	}
	tax := taxonomyOf(t, taxonomy.Config{Tree: more, Classifier: []string{"Robot Dog", "Cat", "Thing"}})
	for _, want := range []blobsight.Concept{
		{Name: "Robot Dog", Parents: []string{"Animal", "Dog", "Robot"}, Categories: []string{"Machines", "Pets"}, Aliases: []string{"Aibo"}},
		{Name: "Cat", Parents: []string{"Animal"}, Categories: []string{"Pets"}, Aliases: []string{"House Cat"}},
		{Name: "Thing", Parents: []string{}, Categories: []string{"Uncategorized"}, Aliases: []string{}},
	} {
		if diff := cmp.Diff(want, described(t, tax, want.Name)); diff != "" {
			t.Error(diff)
		}
	}
	if got := described(t, world(t, tree), "Cat"); len(got.Aliases) > 0 {
		t.Errorf("the tree that was added to has changed: %+v", got)
	}
}

func TestAddSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for says, concepts := range map[string][]taxonomy.Concept{
		`Wolf: parents: there is no label "Dgo"; did you mean "Dog"`:    {{Name: "Wolf", Parents: []string{"Dgo"}}},
		`"Wolf" is described twice`:                                     {{Name: "Wolf"}, {Name: "Wolf"}},
		"a name is empty":                                               {{}},
		"Wolf: a name is empty":                                         {{Name: "Wolf", Aliases: []string{""}}},
		"longer than 100 characters":                                    {{Name: strings.Repeat("o", 101)}},
		"characters that cannot be shown":                               {{Name: "Wo\nlf"}},
		`"A" is its own ancestor (A < B < A)`:                           {{Name: "A", Parents: []string{"B"}}, {Name: "B", Parents: []string{"A"}}},
		`"Animal" is its own ancestor (Animal < Poodle < Dog < Animal)`: {{Name: "Animal", Parents: []string{"Poodle"}}},
		`Wolf: parents: there is no label "Post Office"`:                {{Name: "Wolf", Parents: []string{"Post Office"}}},
		`Wolf: parents: there is no label "hound"; did you mean "Dog"`:  {{Name: "Wolf", Parents: []string{"hound"}}},
	} {
		if _, err := small(t).Add(concepts); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not say %q", err, says)
		}
	}
}
