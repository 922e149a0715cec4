package taxonomy

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Override gives the tree that the overrides make of this one: what they
// extend first, then new names, then labels, then what is left out. The error
// names every mistake with its line.
func (t *Tree) Override(o *Overrides) (*Tree, error) {
	own := t.copy()
	for _, base := range o.extends {
		var err error
		if own, err = own.Override(base.Overrides); err != nil {
			return nil, fmt.Errorf("line %d: extends: %w", base.line, err)
		}
	}
	e := &edit{tree: own, index: own.index(), lenient: o.lenient}
	e.rename(o.file.Names)
	e.describe(o.file.Labels)
	e.exclude(o.file.Exclude)
	if len(e.mistakes) == 0 {
		e.mistakes = append(e.mistakes, own.acyclic())
	}
	if err := errors.Join(e.mistakes...); err != nil {
		return nil, fmt.Errorf("taxonomy overrides: %w", err)
	}
	return own, nil
}

// edit is a tree on its way to another.
type edit struct {
	tree     *Tree
	index    map[string]*node
	lenient  bool
	mistakes []error
}

func (e *edit) mistake(line int, format string, args ...any) {
	e.mistakes = append(e.mistakes, fmt.Errorf("line %d: %w", line, fmt.Errorf(format, args...)))
}

// find gives the concept of a name, ready to be changed. Unknown ones are nil,
// and a mistake unless they may be passed over.
func (e *edit) find(field string, w word) *node {
	n := e.index[w.text]
	if n == nil {
		if !e.lenient {
			e.mistake(w.line, "%s: %w", field, e.tree.unknown(w.text))
		}
		return nil
	}
	return e.tree.change(e.tree.nodes[n.key])
}

// rename gives concepts their new names, all at once, so that two may swap
// theirs. The old ones stay as aliases.
func (e *edit) rename(names map[word]word) {
	var old []*node
	for _, from := range inOrder(names) {
		if n := e.find("names", from); n != nil {
			old = append(old, &node{name: n.name, key: n.key})
			n.aliases = union(n.aliases, []string{n.name})
			n.name = names[from].text
		}
	}
	if len(old) == 0 {
		return
	}
	called := map[string]*node{}
	for _, n := range e.tree.sorted() {
		if called[n.name] != nil {
			e.mistake(lineOf(names, n.name), "names: %q would be the name of two labels; choose another", n.name)
		}
		called[n.name] = n
	}
	for _, o := range old {
		if called[o.name] != nil { // a name of today is no other name of something else
			n := e.tree.nodes[o.key]
			n.aliases = slices.DeleteFunc(slices.Clone(n.aliases), func(alias string) bool { return alias == o.name })
		}
	}
	e.index = e.tree.index()
}

// describe changes parents, categories, aliases and minima.
func (e *edit) describe(labels map[word]labelEntry) {
	for _, w := range inOrder(labels) {
		n, entry := e.find("labels", w), labels[w]
		if n == nil {
			continue
		}
		if entry.Parents != nil {
			n.parents = nil
			for _, p := range *entry.Parents {
				if parent := e.index[p.text]; parent != nil {
					n.parents = append(n.parents, parent.key)
				} else {
					e.mistake(p.line, "labels: %s: parents: %w", w.text, e.tree.unknown(p.text))
				}
			}
		}
		if entry.Categories != nil {
			n.categories = union(entry.Categories.texts(), nil)
		}
		if entry.Aliases != nil {
			n.aliases = union(entry.Aliases.texts(), nil)
		}
		if entry.MinConfidence != nil {
			n.minimum = float64(*entry.MinConfidence)
		}
	}
}

// exclude takes labels and whole categories out of what is said.
func (e *edit) exclude(entry excludeEntry) {
	for _, w := range entry.Labels {
		if n := e.find("exclude: labels", w); n != nil {
			n.excluded = true
		}
	}
	if len(entry.Categories) == 0 {
		return
	}
	known := map[string]string{uncategorized: uncategorized}
	for _, n := range e.tree.nodes {
		for _, c := range n.categories {
			known[c] = c
		}
	}
	for _, w := range entry.Categories {
		if known[w.text] == "" && !e.lenient {
			e.mistake(w.line, "exclude: categories: %w", unknown("category", w.text, known))
		}
		e.tree.without = append(e.tree.without, w.text)
	}
}

// inOrder lists the keys of a mapping as they are written.
func inOrder[V any](m map[word]V) []word {
	return slices.SortedFunc(maps.Keys(m), func(a, b word) int { return cmp.Compare(a.line, b.line) })
}

// lineOf gives the line of the renaming to a name.
func lineOf(names map[word]word, to string) int {
	for _, from := range inOrder(names) {
		if names[from].text == to {
			return from.line
		}
	}
	return 0
}
