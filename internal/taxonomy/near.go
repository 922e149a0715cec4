package taxonomy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// unknown is the error about a name that is not among those called so. called
// gives for each name, or other name, the proper one.
func unknown(what, name string, called map[string]string) error {
	near := nearest(name, called)
	if len(near) == 0 {
		return fmt.Errorf("there is no %s %q", what, name)
	}
	return fmt.Errorf("there is no %s %q; did you mean %s?", what, name, strings.Join(near, " or "))
}

// nearest gives the proper names, in quotes, of those that differ least, three
// at most; none where all differ much.
func nearest(name string, called map[string]string) []string {
	const most = 3
	low := strings.ToLower(name)
	if len(low) > maxName {
		return nil
	}
	var near []string
	best := min(max(2, len(low)/4), len(low)-1)
	for _, other := range slices.Sorted(maps.Keys(called)) {
		d, quoted := distance(low, strings.ToLower(other)), fmt.Sprintf("%q", called[other])
		if d < best {
			best, near = d, nil
		}
		if d == best && len(near) < most && !slices.Contains(near, quoted) {
			near = append(near, quoted)
		}
	}
	return near
}

// distance counts the bytes to insert, remove, replace or swap with the next
// to get from a to b.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := last[j]
			if a[i] != b[j] {
				cost++
			}
			cost = min(cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				cost = min(cost, before[j-1]+1)
			}
			row[j+1] = cost
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
