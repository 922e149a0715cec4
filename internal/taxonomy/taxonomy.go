package taxonomy

import (
	"cmp"
	"slices"

	"blobsight"
)

// Class is what one output of a model means.
type Class struct {
	Label      string
	Parents    []string // all ancestors by name
	Categories []string
	Aliases    []string
}

// Taxonomy knows the concepts of one model.
type Taxonomy struct {
	classes  int
	concepts []concept // sorted by name
}

// concept is something that can be said, and the classes that say it.
type concept struct {
	blobsight.Concept
	classes []int // ascending
}

// New builds the taxonomy of a model from its classes, in the order of its
// outputs, and the ancestors that they name. It fails, naming every mistake,
// when the two do not fit together: see [check].
func New(classes []Class, ancestors []blobsight.Concept) (*Taxonomy, error) {
	if err := check(classes, ancestors); err != nil {
		return nil, err
	}
	found := map[string]*concept{}
	for _, a := range ancestors {
		found[a.Name] = &concept{Concept: tidy(a)}
	}
	for i, class := range classes {
		own := blobsight.Concept{Name: class.Label, Parents: class.Parents, Categories: class.Categories, Aliases: class.Aliases}
		if c, ok := found[class.Label]; ok {
			c.Concept = merge(c.Concept, own)
		} else {
			found[class.Label] = &concept{Concept: tidy(own)}
		}
		for _, name := range append([]string{class.Label}, class.Parents...) {
			c := found[name]
			c.classes = append(c.classes, i)
		}
	}
	t := &Taxonomy{classes: len(classes)}
	for _, c := range found {
		t.concepts = append(t.concepts, *c)
	}
	slices.SortFunc(t.concepts, func(a, b concept) int { return cmp.Compare(a.Name, b.Name) })
	return t, nil
}

// Vocabulary lists every concept, sorted by name. The caller may change it.
func (t *Taxonomy) Vocabulary() []blobsight.Concept {
	all := make([]blobsight.Concept, len(t.concepts))
	for i, c := range t.concepts {
		all[i] = tidy(c.Concept)
	}
	return all
}

// tidy copies a concept, with its lists sorted and never nil.
func tidy(c blobsight.Concept) blobsight.Concept {
	return merge(c, blobsight.Concept{})
}

// merge joins two descriptions of one concept.
func merge(a, b blobsight.Concept) blobsight.Concept {
	return blobsight.Concept{
		Name:       a.Name,
		Parents:    union(a.Parents, b.Parents),
		Categories: union(a.Categories, b.Categories),
		Aliases:    union(a.Aliases, b.Aliases),
	}
}

// union gives what is in either list, once and sorted; never nil.
func union(a, b []string) []string {
	all := append(append(make([]string, 0, len(a)+len(b)), a...), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
