package agreement

import (
	"cmp"
	"slices"
	"strings"

	"blobsight"
)

// Match says by what two labels are the same.
type Match string

// The matches, the strictest first.
const (
	ByName  Match = "name"  // the names are equal
	ByCase  Match = "case"  // but for capitals
	ByAlias Match = "alias" // one side gives the other's name as another name of its label, capitals aside
)

// Shared is a label that both gave.
type Shared struct {
	A, B blobsight.Label
	By   Match
}

// Difference is how much surer B is, in points of confidence; negative: A is.
func (s Shared) Difference() float64 { return s.B.Confidence - s.A.Confidence }

// Comparison is what two recognizers said of one picture, the surest first.
type Comparison struct {
	Shared       []Shared // in the order of A
	OnlyA, OnlyB []blobsight.Label
	SameTop      bool // a top label of A is one of B; see [Compare]
}

// Overlap is the share of all labels that both gave, in percent. Where nobody gave
// any, that is full agreement.
func (c *Comparison) Overlap() float64 {
	if all := c.all(); all > 0 {
		return 100 * float64(len(c.Shared)) / float64(all)
	}
	return 100
}

// all counts labels, those that both gave once.
func (c *Comparison) all() int { return len(c.Shared) + len(c.OnlyA) + len(c.OnlyB) }

// Compare pairs labels, each with one at most: by name first, and what is left by
// case and then by alias. Where a side gives a name twice, the surer one counts.
//
// The top label of a side is the surest of those that say most, which are no
// other's parents. When several are equally sure, all of them are top labels.
func Compare(a, b []blobsight.Label) Comparison {
	a, b = distinct(a), distinct(b)
	partner, by := pair(a, b)
	c := Comparison{}
	topA, topB := top(a), top(b)
	paired := make([]bool, len(b))
	for i, j := range partner {
		if j < 0 {
			c.OnlyA = append(c.OnlyA, a[i])
			continue
		}
		paired[j] = true
		c.Shared = append(c.Shared, Shared{a[i], b[j], by[i]})
		c.SameTop = c.SameTop || topA[i] && topB[j]
	}
	for j := range b {
		if !paired[j] {
			c.OnlyB = append(c.OnlyB, b[j])
		}
	}
	return c
}

// pair gives the index in b of each label of a, -1 for none, and why it is that.
func pair(a, b []blobsight.Label) ([]int, []Match) {
	partner, by := slices.Repeat([]int{-1}, len(a)), make([]Match, len(a))
	taken := make([]bool, len(b))
	for _, rule := range []struct {
		by   Match
		same func(a, b *blobsight.Label) bool
	}{
		{ByName, func(a, b *blobsight.Label) bool { return a.Name == b.Name }},
		{ByCase, func(a, b *blobsight.Label) bool { return strings.EqualFold(a.Name, b.Name) }},
		{ByAlias, func(a, b *blobsight.Label) bool { return alias(a, b.Name) || alias(b, a.Name) }},
	} {
		for i := range a {
			for j := 0; j < len(b) && partner[i] < 0; j++ {
				if !taken[j] && rule.same(&a[i], &b[j]) {
					partner[i], by[i], taken[j] = j, rule.by, true
				}
			}
		}
	}
	return partner, by
}

// alias reports whether name is another name of l.
func alias(l *blobsight.Label, name string) bool {
	return slices.ContainsFunc(l.Aliases, func(other string) bool { return strings.EqualFold(other, name) })
}

// distinct sorts labels, the surest first, and leaves each name once.
func distinct(labels []blobsight.Label) []blobsight.Label {
	sorted := slices.SortedStableFunc(slices.Values(labels), func(a, b blobsight.Label) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Name, b.Name))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(sorted, func(l blobsight.Label) bool {
		twice := seen[l.Name]
		seen[l.Name] = true
		return twice
	})
}

// top marks the top labels of a sorted list.
func top(labels []blobsight.Label) []bool {
	parents := map[string]bool{}
	for _, l := range labels {
		for _, p := range l.Parents {
			parents[p] = true
		}
	}
	tops, best := make([]bool, len(labels)), -1.0
	for i, l := range labels {
		if !parents[l.Name] && l.Confidence >= best {
			tops[i], best = true, l.Confidence
		}
	}
	return tops
}
