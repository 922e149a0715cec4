package taxonomy_test

import (
	"os"
	"strings"
	"testing"

	"blobsight/internal/taxonomy"
)

// TestOverridesSayWhatIsWrong: the line, the field, and what may be meant.
func TestOverridesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for yaml, says := range map[string]string{
		"\nnmes: {}":                                   `line 2: unknown field "nmes"; there are extends, names, labels and exclude`,
		"labels:\n  Dog: {parnts: [Cat]}":              `line 2: unknown field "parnts"; there are parents, categories, aliases and min_confidence`,
		"exclude:\n  label: Dog":                       `line 2: unknown field "label"; there are labels and categories`,
		"names: [a]":                                   `line 1: cannot unmarshal !!seq; want lines of "Old Name: New Name"`,
		"labels: {Dog: 5}":                             "want a mapping of parents, categories, aliases and min_confidence",
		"exclude: Dog":                                 "want a mapping of labels and categories",
		"- Dog":                                        "want a mapping of extends, names, labels and exclude",
		"labels: Dog":                                  "want a mapping by label",
		"labels: {Dog: {min_confidence: 101}}":         `line 1: min_confidence is "101"; it must be a number from 0 to 100`,
		"labels: {Dog: {min_confidence: .nan}}":        "it must be a number from 0 to 100",
		"labels: {Dog: {min_confidence: high}}":        "it must be a number from 0 to 100",
		"names: {Dog: }":                               `line 1: names: "Dog": want lines of "Old Name: New Name"`,
		"names: {Dog: []}":                             "line 1: want a name",
		"exclude: {labels: [null]}":                    "line 1: want a name",
		"names: {Dog: ''}":                             "line 1: a name is empty",
		"names: {Dog: A, Dog: B}":                      `"Dog" already defined`,
		"extends: [strict]":                            `line 1: extends: there is no preset "strict"; there are: no-demographics`,
		"names: {}\n---\nnames: {}":                    "more than one document",
		"names: {}\n---\n: [":                          "more than one document",
		"a: b: c":                                      "mapping values are not allowed",
		"names:\n  Cat: X\n  dog: X":                   `line 3: names: there is no label "dog"; did you mean "Dog"?`,
		"labels:\n  Bark: {}":                          `line 2: labels: there is no label "Bark"`,
		"labels:\n  Dog:\n    parents: [Cat, Pooodle]": `line 3: labels: Dog: parents: there is no label "Pooodle"; did you mean "Poodle"?`,
		"exclude: {labels: [Post]}":                    `line 1: exclude: labels: there is no label "Post"; did you mean "Pole"`,
		"exclude:\n  categories: [Pet, Thngs]":         `line 2: exclude: categories: there is no category "Thngs"; did you mean "Things"?`,
		"names: {Dog: Cat}":                            `line 1: names: "Cat" would be the name of two labels`,
		"names:\n  Dog: Friend\n  Cat: Friend":         `names: "Friend" would be the name of two labels`,
		"labels: {Animal: {parents: [Poodle]}}":        `"Animal" is its own ancestor (Animal < Poodle < Dog < Animal)`,
		"labels: {Dog: {parents: Dog}}":                `"Dog" is its own ancestor (Dog < Dog)`,
	} {
		o, err := taxonomy.ParseOverrides([]byte(yaml))
		if err == nil {
			_, err = small(t).Override(o)
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v does not say %q", yaml, err, says)
		} else if strings.Contains(err.Error(), "taxonomy.") {
			t.Errorf("%q: error %v speaks of Go types", yaml, err)
		}
	}
}

// TestOverridesMayBeEmpty: a file of comments changes nothing.
func TestOverridesMayBeEmpty(t *testing.T) {
	t.Parallel()
	for _, yaml := range []string{"", "# nothing yet\n", "names:\nlabels:\nexclude:\n", "labels: {Dog: }", "---\n"} {
		if got := len(names(world(t, overridden(t, yaml)))); got != 8 {
			t.Errorf("%q: %d labels, want 8", yaml, got)
		}
	}
}

// TestOverridesExample: the example in the documentation works as it stands.
func TestOverridesExample(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/taxonomy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "```yaml\n")
	example, _, found := strings.Cut(example, "```")
	if !found {
		t.Fatal("docs/taxonomy.md has no example")
	}
	o, err := taxonomy.ParseOverrides([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := builtin(t).Override(o); err != nil {
		t.Error(err)
	}
}
