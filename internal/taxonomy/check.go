package taxonomy

import (
	"errors"
	"fmt"
	"slices"

	"blobsight"
)

// check finds what is wrong with a taxonomy, all at once. Every parent must be
// among the ancestors, and the parents of a parent must be parents too (so
// that no ancestor can have less confidence than its kinds); nothing may be
// its own ancestor; every ancestor must be the parent of a class, be listed
// once and, like every class, have a name and a category.
func check(classes []Class, ancestors []blobsight.Concept) error {
	var mistakes []error
	add := func(format string, args ...any) { mistakes = append(mistakes, fmt.Errorf(format, args...)) }
	known := map[string]blobsight.Concept{}
	for _, a := range ancestors {
		if _, ok := known[a.Name]; ok {
			add("ancestor %q is listed twice", a.Name)
		}
		known[a.Name] = a
	}
	used := map[string]bool{}
	one := func(what, name string, parents, categories []string) {
		if name == "" || len(categories) == 0 {
			add("%s %q has no name or no category", what, name)
		}
		for _, p := range parents {
			used[p] = true
			parent, ok := known[p]
			switch {
			case !ok:
				add("%s %q: parent %q is not among the ancestors", what, name, p)
			case p == name:
				add("%s %q is its own ancestor", what, name)
			}
			for _, pp := range parent.Parents {
				if !slices.Contains(parents, pp) {
					add("%s %q has the parent %q but not its parent %q", what, name, p, pp)
				}
			}
		}
	}
	for _, c := range classes {
		one("class", c.Label, c.Parents, c.Categories)
		if a, ok := known[c.Label]; ok && !slices.Equal(union(a.Parents, nil), union(c.Parents, nil)) {
			add("%q is a class and an ancestor, with different parents", c.Label)
		}
	}
	for _, a := range ancestors {
		if !used[a.Name] {
			add("ancestor %q is the parent of no class", a.Name)
		}
		one("ancestor", a.Name, a.Parents, a.Categories)
	}
	if len(mistakes) > 0 {
		return fmt.Errorf("taxonomy: %w", errors.Join(mistakes...))
	}
	return nil
}
