package taxonomy_test

import (
	"testing"

	"blobsight/internal/taxonomy"
)

// FuzzParseOverrides: any file is an error or gives a tree that holds.
func FuzzParseOverrides(f *testing.F) {
	for _, yaml := range []string{
		"", "names: {Dog: Cat, Cat: Dog}", "labels: {Dog: {parents: [Cat], categories: x, aliases: [y], min_confidence: 3}}",
		"exclude: {labels: [Dog], categories: [Pets]}", "extends: no-demographics", "names: &a {Dog: *a}", "? {a: b}\n: c",
		"labels: {Dog: &d {aliases: [A]}, Cat: *d}", "labels: {Dog: {<<: {aliases: B}}}",
	} {
		f.Add([]byte(yaml))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := taxonomy.ParseOverrides(text)
		if err != nil {
			return
		}
		tree, err := small(t).Override(o)
		if err != nil {
			return
		}
		tax := world(t, tree)
		seen := map[string]bool{}
		for _, c := range tax.Vocabulary() {
			if seen[c.Name] || c.Name == "" || len(c.Categories) == 0 {
				t.Errorf("%+v has no name, no category, or is listed twice", c)
			}
			seen[c.Name] = true
		}
		for _, c := range tax.Vocabulary() {
			for _, p := range c.Parents {
				if !seen[p] || p == c.Name {
					t.Errorf("%+v: %q is no other concept", c, p)
				}
			}
		}
	})
}

// FuzzParseClasses: any list is an error or gives classes with ids and names.
func FuzzParseClasses(f *testing.F) {
	f.Add([]byte("n01440764 Tench\n# c\n\nn01443537\tGoldfish"))
	f.Add([]byte("\ufeffa b\r\nc"))
	f.Fuzz(func(t *testing.T, text []byte) {
		classes, err := taxonomy.ParseClasses(text)
		if err != nil {
			return
		}
		if _, err := taxonomy.New(taxonomy.Config{Tree: small(t), Classifier: taxonomy.Names(classes)}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
