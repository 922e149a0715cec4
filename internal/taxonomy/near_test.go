package taxonomy_test

import (
	"strings"
	"testing"

	"blobsight/internal/taxonomy"
)

// TestNearNames: what may have been meant, also by another name, and nothing
// where all is far away.
func TestNearNames(t *testing.T) {
	t.Parallel()
	tree := builtin(t)
	for name, says := range map[string]string{
		"Dgo":              `did you mean "Dog"?`,
		"tabby cat":        `did you mean "Tabby Cat"?`,
		"Puma":             `did you mean "Cougar"?`,
		"Goldn Retreiver":  `did you mean "Golden Retriever"?`,
		"Cel Phone":        `did you mean "Mobile Phone"?`,
		"Quantum Computer": `there is no label "Quantum Computer"`,
		"X":                `there is no label "X"`,
		"":                 "a name is empty",
	} {
		_, err := tree.Add([]taxonomy.Concept{{Name: "Mine", Parents: []string{name}}})
		if err == nil || !strings.HasSuffix(err.Error(), says) {
			t.Errorf("%q: error %v does not end with %q", name, err, says)
		}
	}
}
