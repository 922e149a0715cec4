package taxonomy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"blobsight"
)

// Config says what can be said: the classes of a classifier, a detector or
// both, by the names of their concepts and in the order of their outputs.
type Config struct {
	Tree        *Tree
	Classifier  []string
	Independent bool // the classifier's classes do not exclude one another (sigmoid)
	Detector    []string
}

// Taxonomy knows the concepts of the models in use.
type Taxonomy struct {
	classifier, detector int // classes of each
	independent          bool
	concepts             []concept // sorted by name
}

// concept is something that can be said, and the classes that say it.
type concept struct {
	blobsight.Concept
	minimum float64
	classes []int // of the classifier, that are it or kinds of it; ascending
	objects []int // of the detector, likewise
	own     []int // of the detector, that are it
}

// New builds the taxonomy of the models in use. A class whose name the tree
// does not know is a concept without parents.
func New(c Config) (*Taxonomy, error) {
	if c.Tree == nil || len(c.Classifier)+len(c.Detector) == 0 {
		return nil, errors.New("taxonomy: a tree and the classes of a model are required")
	}
	b := &builder{
		tree: c.Tree.copy(), index: c.Tree.index(),
		found: map[string]*concept{}, ups: map[string][]string{}, groups: map[string][]string{},
	}
	for key, n := range c.Tree.nodes { // lists of classes know the names from before any renaming
		b.index[key] = n
	}
	for i, name := range c.Classifier {
		n, err := b.node(name)
		if err != nil {
			return nil, fmt.Errorf("taxonomy: class %d of the classifier: %w", i, err)
		}
		for _, key := range b.upward(n.key) {
			at := b.concept(key)
			at.classes = append(at.classes, i)
		}
	}
	for i, name := range c.Detector {
		n, err := b.node(name)
		if err != nil {
			return nil, fmt.Errorf("taxonomy: class %d of the detector: %w", i, err)
		}
		for _, key := range b.upward(n.key) {
			at := b.concept(key)
			at.objects = append(at.objects, i)
		}
		b.concept(n.key).own = append(b.concept(n.key).own, i)
	}
	return &Taxonomy{
		classifier: len(c.Classifier), detector: len(c.Detector),
		independent: c.Independent, concepts: b.concepts(),
	}, nil
}

// Vocabulary lists every concept that can be said, sorted by name. The caller
// may change it.
func (t *Taxonomy) Vocabulary() []blobsight.Concept {
	all := make([]blobsight.Concept, len(t.concepts))
	for i, c := range t.concepts {
		all[i] = blobsight.Concept{
			Name: c.Name, Parents: slices.Clone(c.Parents),
			Categories: slices.Clone(c.Categories), Aliases: slices.Clone(c.Aliases),
		}
	}
	return all
}

// builder collects the concepts that classes say.
type builder struct {
	tree   *Tree
	index  map[string]*node
	found  map[string]*concept // by key
	ups    map[string][]string // what upward found
	groups map[string][]string // what categories found
}

// node gives the concept that a class means.
func (b *builder) node(name string) (*node, error) {
	if n := b.index[name]; n != nil {
		return n, nil
	}
	if err := checkName(name); err != nil {
		return nil, err
	}
	n := &node{key: name, name: name}
	b.index[name], b.tree.nodes[name] = n, n
	return n, nil
}

// upward gives the keys of a concept and all its ancestors, sorted.
func (b *builder) upward(key string) []string {
	if up := b.ups[key]; up != nil {
		return up
	}
	up := []string{key}
	for _, p := range b.tree.nodes[key].parents {
		up = append(up, b.upward(p)...)
	}
	slices.Sort(up)
	b.ups[key] = slices.Compact(up)
	return b.ups[key]
}

// categories gives those of a concept: its own, or else those of its parents.
func (b *builder) categories(key string) []string {
	if known := b.groups[key]; known != nil {
		return known
	}
	n := b.tree.nodes[key]
	own := n.categories
	if len(own) == 0 {
		for _, p := range n.parents {
			own = union(own, b.categories(p))
		}
	}
	b.groups[key] = union(own, nil)
	if len(own) == 0 {
		b.groups[key] = []string{uncategorized}
	}
	return b.groups[key]
}

func (b *builder) concept(key string) *concept {
	if b.found[key] == nil {
		b.found[key] = &concept{}
	}
	return b.found[key]
}

// said tells which concepts are not excluded.
func (b *builder) said() map[string]bool {
	said := make(map[string]bool, len(b.found))
	for key := range b.found {
		said[key] = !b.tree.nodes[key].excluded && !slices.ContainsFunc(b.categories(key), func(c string) bool {
			return slices.Contains(b.tree.without, c)
		})
	}
	return said
}

// concepts describes those that are said, sorted by name.
func (b *builder) concepts() []concept {
	said := b.said()
	var all []concept
	for key, c := range b.found {
		if !said[key] {
			continue
		}
		n := b.tree.nodes[key]
		c.Concept = blobsight.Concept{Name: n.name, Parents: []string{}, Categories: b.categories(key)}
		c.minimum = n.minimum
		for _, up := range b.upward(key) {
			if up != key && said[up] {
				c.Parents = append(c.Parents, b.tree.nodes[up].name)
			}
		}
		slices.Sort(c.Parents)
		c.Aliases = slices.DeleteFunc(union(n.aliases, nil), func(alias string) bool { return alias == n.name })
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b concept) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
