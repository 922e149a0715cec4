package app

import (
	"slices"
	"strings"

	"blobsight"
)

// Almost is a label of the user's that is a concept of its own, and may have been
// meant as one that is known.
type Almost struct {
	Label, Known string
}

// almost finds the labels that are written like a known one but for small and
// capital letters, or are another name of one.
func almost(labels []string, known []blobsight.Concept) []Almost {
	var all []Almost
	for _, label := range labels {
		if slices.ContainsFunc(known, func(c blobsight.Concept) bool { return c.Name == label }) {
			continue
		}
		same := func(name string) bool { return strings.EqualFold(name, label) }
		for _, c := range known {
			if same(c.Name) || slices.ContainsFunc(c.Aliases, same) {
				all = append(all, Almost{label, c.Name})
			}
		}
	}
	return all
}
