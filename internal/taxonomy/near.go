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

// nearest gives the proper names of up to three names that differ least, the
// nearest first, in quotes.
func nearest(name string, called map[string]string) []string {
	const most = 3
	low := strings.ToLower(name)
	if len(low) > maxName {
		return nil
	}
	byDistance := make([][]string, max(2, len(low)/4)+1)
	for _, other := range slices.Sorted(maps.Keys(called)) {
		d := distance(low, strings.ToLower(other))
		if d >= len(byDistance) || d >= len(low) {
			continue
		}
		if quoted := fmt.Sprintf("%q", called[other]); !slices.Contains(byDistance[d], quoted) {
			byDistance[d] = append(byDistance[d], quoted)
		}
	}
	var near []string
	for _, names := range byDistance {
		for _, n := range names {
			if len(near) < most && !slices.Contains(near, n) {
				near = append(near, n)
			}
		}
	}
	return near
}

// distance counts the bytes to insert, remove or replace to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
