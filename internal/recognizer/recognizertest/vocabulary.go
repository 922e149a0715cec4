package recognizertest

import (
	"slices"
	"testing"

	"blobsight"
)

// testVocabulary: every concept is listed once, in order, with a category; its
// parents are concepts too, and the parents of these are its own.
func testVocabulary(t *testing.T, r blobsight.Recognizer) {
	vocabulary := r.Vocabulary()
	if len(vocabulary) == 0 {
		t.Fatal("the vocabulary is empty")
	}
	byName := map[string]blobsight.Concept{}
	for i, c := range vocabulary {
		if i > 0 && vocabulary[i-1].Name >= c.Name {
			t.Errorf("%q comes after %q", c.Name, vocabulary[i-1].Name)
		}
		byName[c.Name] = c
		checkLists(t, c)
		if c.Name == "" || len(c.Categories) == 0 {
			t.Errorf("%q has no name or no category", c.Name)
		}
	}
	for _, c := range vocabulary {
		for _, p := range c.Parents {
			parent, ok := byName[p]
			if !ok || p == c.Name {
				t.Errorf("%q: parent %q is no other concept", c.Name, p)
			}
			for _, pp := range parent.Parents {
				if !slices.Contains(c.Parents, pp) {
					t.Errorf("%q has the parent %q but not its parent %q", c.Name, p, pp)
				}
			}
		}
	}
	if m := r.Model(); m.Name == "" || m.Version == "" {
		t.Errorf("model %+v has no name or version", m)
	}
}
