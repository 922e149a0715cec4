package taxonomy

import (
	"cmp"
	"slices"

	"blobsight"
)

// builder collects the concepts that classes say.
type builder struct {
	tree   *Tree
	extra  map[string]*node    // concepts that the tree does not know
	index  map[string]*node    // by the name of today; made when it is needed
	found  map[string]*concept // by key
	ups    map[string][]string // what upward found
	groups map[string][]string // what categories found
}

// class gives the concept that a class means. Lists of classes know the names
// from before any renaming, so keys come first.
func (b *builder) class(name string) (*node, error) {
	if n := b.node(name); n != nil {
		return n, nil
	}
	if b.index == nil {
		b.index = b.tree.index()
	}
	if n := b.index[name]; n != nil {
		return n, nil
	}
	b.extra[name] = &node{key: name, name: name}
	return b.extra[name], checkName(name)
}

func (b *builder) node(key string) *node {
	if n := b.tree.nodes[key]; n != nil {
		return n
	}
	return b.extra[key]
}

// upward gives the keys of a concept and all its ancestors.
func (b *builder) upward(key string) []string {
	up, ok := b.ups[key]
	if ok {
		return up
	}
	up = []string{key}
	for _, p := range b.node(key).parents {
		up = append(up, b.upward(p)...)
	}
	if len(b.node(key).parents) > 1 { // which may have ancestors in common
		slices.Sort(up)
		up = slices.Compact(up)
	}
	b.ups[key] = up
	return up
}

// categories gives those of a concept: its own, or else those of its parents,
// if they have any.
func (b *builder) categories(key string) []string {
	own, ok := b.groups[key]
	if ok {
		return own
	}
	n := b.node(key)
	own = n.categories
	if len(own) == 0 {
		for i, p := range n.parents {
			if theirs := b.categories(p); i == 0 {
				own = theirs
			} else {
				own = union(own, theirs)
			}
		}
	}
	b.groups[key] = own
	return own
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
		said[key] = !b.node(key).excluded && !slices.ContainsFunc(b.shown(key), func(c string) bool {
			return slices.Contains(b.tree.without, c)
		})
	}
	return said
}

// shown gives the categories of a concept; there is one at least.
func (b *builder) shown(key string) []string {
	if own := b.categories(key); len(own) > 0 {
		return own
	}
	return []string{uncategorized}
}

// concepts describes those that are said, sorted by name.
func (b *builder) concepts() []*concept {
	said := b.said()
	all := make([]*concept, 0, len(b.found))
	for key, c := range b.found {
		if !said[key] {
			continue
		}
		n := b.node(key)
		c.minimum = n.minimum
		c.Concept = blobsight.Concept{Name: n.name, Parents: []string{}, Categories: b.shown(key), Aliases: n.others()}
		for _, up := range b.upward(key) {
			if up != key && said[up] {
				c.Parents = append(c.Parents, b.node(up).name)
			}
		}
		slices.Sort(c.Parents)
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *concept) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
