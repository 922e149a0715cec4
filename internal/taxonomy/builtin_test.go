package taxonomy_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"blobsight"
	"blobsight/internal/taxonomy"
)

// builtin is the tree in the program.
func builtin(t testing.TB) *taxonomy.Tree {
	t.Helper()
	tree, err := taxonomy.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// classLists are all lists of classes, the embedded model's among them.
func classLists(t testing.TB) map[string][]taxonomy.Class {
	t.Helper()
	all := map[string][]taxonomy.Class{}
	for _, name := range taxonomy.ClassLists() {
		classes, err := taxonomy.ClassList(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = classes
	}
	return all
}

// written gives the concepts of the curated files, as they are written there.
func written(t testing.TB) []string {
	t.Helper()
	files, err := os.ReadDir("concepts")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		text, err := os.ReadFile("concepts/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(text) {
			name, _, _ := bytes.Cut(line, []byte{'\n'})
			if i := bytes.IndexAny(name, "<:="); i > 0 && name[0] != '#' {
				names = append(names, string(bytes.TrimSpace(name[:i])))
			}
		}
	}
	return names
}

// everything is the vocabulary of all lists together, by name.
func everything(t testing.TB) map[string]blobsight.Concept {
	t.Helper()
	lists := classLists(t)
	tax, err := taxonomy.New(taxonomy.Config{
		Tree: builtin(t),
		Classifier: slices.Concat(
			taxonomy.Names(lists["imagenet-1k"]),
			taxonomy.Names(lists["blobsight-everyday"]),
		),
		Detector: taxonomy.Names(lists["coco-80"]),
	})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]blobsight.Concept{}
	for _, c := range tax.Vocabulary() {
		all[c.Name] = c
	}
	return all
}

// TestBuiltinIsUsed: each concept of the files is a class of a list or an
// ancestor of one, and all classes are in the files.
func TestBuiltinIsUsed(t *testing.T) {
	t.Parallel()
	all, names := everything(t), written(t)
	for _, name := range names {
		if _, ok := all[name]; !ok {
			t.Errorf("%q is neither a class nor the parent of one", name)
		}
	}
	for name := range all {
		if !slices.Contains(names, name) {
			t.Errorf("%q is in no file of concepts", name)
		}
	}
	t.Logf("%d concepts", len(all))
}

// TestBuiltinCategories: nothing is outside the broad groups.
func TestBuiltinCategories(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, c := range everything(t) {
		for _, category := range c.Categories {
			used[category] = true
			if !slices.Contains(categories(), category) {
				t.Errorf("%s: %q is no category", c.Name, category)
			}
		}
	}
	t.Logf("%d of %d categories are used", len(used), len(categories()))
}

// TestBuiltinNames: names read well, and no other name is that of another concept.
func TestBuiltinNames(t *testing.T) {
	t.Parallel()
	// Title Case: every word begins with a capital letter, small ones aside.
	word := `([A-Z0-9][A-Za-z0-9'.]*|iPod|of|and|the|des)`
	tidy := regexp.MustCompile(`^` + word + `([ -]` + word + `)*$`)
	latin := regexp.MustCompile(`^[A-Z][a-z]+ [a-z]+$`)
	owner := map[string]string{}
	all := everything(t)
	for name := range all {
		owner[name] = name
		if !tidy.MatchString(name) || utf8.RuneCountInString(name) > 40 {
			t.Errorf("%q is not in Title Case, or longer than 40 characters", name)
		}
	}
	for name, c := range all {
		for _, alias := range c.Aliases {
			if other, taken := owner[alias]; taken {
				t.Errorf("%q is another name of %q, and of %q", alias, name, other)
			}
			owner[alias] = name
			if !tidy.MatchString(alias) && !latin.MatchString(alias) {
				t.Errorf("%s: other name %q is neither in Title Case nor in Latin", name, alias)
			}
		}
	}
}

// TestClassListsAreUnambiguous: two outputs of a model have the same concept
// only where they mean the same.
func TestClassListsAreUnambiguous(t *testing.T) {
	t.Parallel()
	same := []string{ // pairs of ImageNet that nobody can tell apart
		"n04493381 Bathtub", "n03832673 Laptop", "n03710721 One-Piece Swimsuit", "n04008634 Missile", "n04356056 Sunglasses",
	}
	for list, classes := range classLists(t) {
		ids := map[string]string{}
		for _, c := range classes {
			if ids[c.Name] != "" && !slices.Contains(same, c.ID+" "+c.Name) {
				t.Errorf("%s: %s and %s are both %q", list, ids[c.Name], c.ID, c.Name)
			}
			ids[c.Name] = c.ID
		}
	}
}

// TestClassListsAgree: an id means the same in every list, and the numbers of
// classes are those of the models.
func TestClassListsAgree(t *testing.T) {
	t.Parallel()
	lists := classLists(t)
	names := map[string]string{}
	for list, want := range map[string]int{"imagenet-1k": 1000, "coco-80": 80, "blobsight-everyday": 405} {
		if got := len(lists[list]); got != want {
			t.Errorf("%s: %d classes, want %d", list, got, want)
		}
		for _, c := range lists[list] {
			if names[c.ID] != "" && names[c.ID] != c.Name {
				t.Errorf("%s is %q and %q", c.ID, names[c.ID], c.Name)
			}
			names[c.ID] = c.Name
		}
	}
}

// TestClassListsInOrder: ids and order are those of the published lists.
func TestClassListsInOrder(t *testing.T) {
	t.Parallel()
	for list, c := range map[string]struct {
		file string
		id   func(line string) string
	}{
		"imagenet-1k": {"imagenet_LOC_synset_mapping.txt", func(l string) string { return strings.Fields(l)[0] }},
		"coco-80":     {"coco80.names", func(l string) string { return strings.ReplaceAll(strings.TrimSpace(l), " ", "_") }},
	} {
		text, err := os.ReadFile("../../../shared/labels/" + c.file)
		if err != nil {
			t.Skipf("no lists to compare with: ../shared/labels/%s does not lie beside the repository", c.file)
		}
		var want, got []string
		for line := range strings.Lines(strings.TrimSpace(string(text))) {
			want = append(want, c.id(line))
		}
		for _, class := range classLists(t)[list] {
			got = append(got, class.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: ids are not those of %s", list, c.file)
		}
	}
}

// TestEverydaySynsets: what the proposing script knows of WordNet are concepts.
func TestEverydaySynsets(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("propose/everyday.txt")
	if err != nil {
		t.Fatal(err)
	}
	synsets, err := taxonomy.ParseClasses(text)
	if err != nil {
		t.Fatal(err)
	}
	all := everything(t)
	for _, s := range synsets {
		if _, ok := all[s.Name]; !ok {
			t.Errorf("%s: there is no %q", s.ID, s.Name)
		}
	}
}
