package taxonomy

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

// uncategorized is the category of concepts that have none, nor their parents.
const uncategorized = "Uncategorized"

// Tree is every concept that is known. A concept may have several parents.
type Tree struct {
	nodes   map[string]*node // by key; the nodes never change
	without []string         // categories whose concepts are not said
}

// node is a concept in a tree. Its key is the name that it was added with:
// lists of classes and other concepts refer to that, whatever it is called now.
type node struct {
	key        string
	name       string
	parents    []string // keys
	categories []string // sorted; empty: those of the parents
	aliases    []string // sorted
	minimum    float64  // percent below which it is not said
	excluded   bool
}

// others gives the other names of a concept; never nil.
func (n *node) others() []string {
	if len(n.aliases) == 0 || slices.Contains(n.aliases, n.name) {
		return slices.DeleteFunc(union(n.aliases, nil), func(alias string) bool { return alias == n.name })
	}
	return n.aliases
}

// copy gives a tree that can be changed, and shares what is not.
func (t *Tree) copy() *Tree {
	return &Tree{nodes: maps.Clone(t.nodes), without: slices.Clone(t.without)}
}

// index gives every concept by the name that it has now, or else had once.
func (t *Tree) index() map[string]*node {
	index := make(map[string]*node, len(t.nodes))
	for key, n := range t.nodes {
		index[key] = n
	}
	for _, n := range t.nodes {
		index[n.name] = n
	}
	return index
}

// change gives the node in this tree that can be changed.
func (t *Tree) change(n *node) *node {
	own := *n
	t.nodes[n.key] = &own
	return &own
}

// unknown is the error about a name that no concept has.
func (t *Tree) unknown(name string) error {
	called := map[string]string{} // name or alias to name
	for _, n := range t.nodes {
		for _, alias := range n.aliases {
			called[alias] = n.name
		}
	}
	for _, n := range t.nodes {
		called[n.name] = n.name
	}
	return unknown("label", name, called)
}

// acyclic says whether no concept is its own ancestor.
func (t *Tree) acyclic() error {
	if t.cycles(maps.Keys(t.nodes)) == nil {
		return nil
	}
	return errors.Join(t.cycles(slices.Values(slices.Sorted(maps.Keys(t.nodes))))...) // the same words every time
}

// cycles finds the concepts that are their own ancestors, going up from the keys.
func (t *Tree) cycles(keys iter.Seq[string]) []error {
	var mistakes []error
	const onTheWay, done = 1, 2
	state := make(map[string]int, len(t.nodes))
	var visit func(key string, way []string)
	visit = func(key string, way []string) {
		if state[key] == done {
			return
		}
		name := t.nodes[key].name
		way = append(way, name)
		if state[key] == onTheWay {
			way = way[slices.Index(way, name):]
			mistakes = append(mistakes, fmt.Errorf("%q is its own ancestor (%s)", name, strings.Join(way, " < ")))
			return
		}
		state[key] = onTheWay
		for _, p := range t.nodes[key].parents {
			visit(p, way)
		}
		state[key] = done
	}
	way := make([]string, 0, 32)
	for key := range keys {
		visit(key, way)
	}
	return mistakes
}

// sorted lists the nodes by name.
func (t *Tree) sorted() []*node {
	return slices.SortedFunc(maps.Values(t.nodes), func(a, b *node) int { return cmp.Compare(a.name, b.name) })
}

// union gives what is in either list, once and sorted; never nil.
func union(a, b []string) []string {
	all := append(append(make([]string, 0, len(a)+len(b)), a...), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
