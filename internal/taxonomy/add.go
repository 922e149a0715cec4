package taxonomy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Add gives a tree with more concepts: the classes of a user's own model, say.
// Their parents are known or added in the same call. A concept that is known
// already keeps what the new description leaves empty. The error names every
// mistake.
func (t *Tree) Add(concepts []Concept) (*Tree, error) {
	own := &Tree{nodes: make(map[string]*node, len(t.nodes)+len(concepts)), without: slices.Clone(t.without)}
	maps.Copy(own.nodes, t.nodes)
	index := make(map[string]*node, len(own.nodes)+len(concepts))
	maps.Copy(index, t.index())
	var mistakes []error
	added := make([]*node, len(concepts))
	for i, c := range concepts {
		if err := c.check(); err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		n := index[c.Name]
		switch {
		case n == nil:
			n = &node{key: c.Name, name: c.Name}
		case t.nodes[n.key] == n:
			n = own.change(n)
		default:
			mistakes = append(mistakes, fmt.Errorf("%q is described twice", c.Name))
		}
		index[c.Name], own.nodes[n.key], added[i] = n, n, n
	}
	for i, n := range added {
		if n != nil {
			mistakes = append(mistakes, own.describe(n, concepts[i], index)...)
		}
	}
	if len(mistakes) == 0 {
		mistakes = append(mistakes, own.acyclic())
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	return own, nil
}

// describe changes a node to what the description gives.
func (t *Tree) describe(n *node, c Concept, index map[string]*node) (mistakes []error) {
	n.categories = or(c.Categories, n.categories)
	n.aliases = or(c.Aliases, n.aliases)
	if len(c.Parents) == 0 {
		return nil
	}
	n.parents = make([]string, 0, len(c.Parents))
	for _, name := range c.Parents {
		parent := index[name]
		if parent == nil {
			mistakes = append(mistakes, fmt.Errorf("%s: parents: %w", c.Name, t.unknown(name)))
			continue
		}
		n.parents = append(n.parents, parent.key)
	}
	return mistakes
}

// or gives the first list that says something, sorted.
func or(a, b []string) []string {
	if len(a) > 0 {
		return union(a, nil)
	}
	return b
}
