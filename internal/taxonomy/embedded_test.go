package taxonomy_test

import (
	"slices"
	"testing"

	"blobsight"
	"blobsight/internal/models"
	"blobsight/internal/taxonomy"
)

// TestEmbedded: the files of the embedded model fit together, and no other
// name of a concept is the name of another one.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var classes []taxonomy.Class
	for _, c := range m.Classes {
		classes = append(classes, taxonomy.Class{Label: c.Label, Parents: c.Parents, Categories: c.Categories, Aliases: c.Aliases})
	}
	var ancestors []blobsight.Concept
	for _, a := range m.Ancestors {
		ancestors = append(ancestors, blobsight.Concept(a))
	}
	tax, err := taxonomy.New(classes, ancestors)
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := tax.Vocabulary()
	t.Logf("%d classes, %d ancestors, %d concepts", len(classes), len(ancestors), len(vocabulary))
	names := map[string]string{}
	for _, c := range vocabulary {
		names[c.Name] = c.Name
	}
	for _, c := range vocabulary {
		for _, alias := range c.Aliases {
			if other, taken := names[alias]; taken {
				t.Errorf("%q is another name of %q, and of %q", alias, c.Name, other)
			}
			names[alias] = c.Name
		}
	}
	for _, c := range classes {
		if !slices.IsSorted(c.Parents) {
			t.Errorf("%s: parents %q are not sorted", c.Label, c.Parents)
		}
	}
}
