package taxonomy

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Concept describes one concept. Empty lists mean that nothing is said: a
// concept without categories has those of its parents.
type Concept struct {
	Name       string
	Parents    []string // direct ones only, by name
	Categories []string // broad groups such as "Food and Beverage"
	Aliases    []string // other names
}

// maxName bounds a name in characters: it is shown to people.
const maxName = 100

// parseConcept reads a line of the curated files:
//
//	Name < Direct Parent, … : Category, … = Other Name, …
//
// Each part but the name may be left out; their order is fixed.
func parseConcept(line string) (Concept, error) {
	rest, aliases, hasAliases := strings.Cut(line, "=")
	rest, categories, hasCategories := strings.Cut(rest, ":")
	name, parents, hasParents := strings.Cut(rest, "<")
	c := Concept{Name: strings.TrimSpace(name)}
	for _, part := range []struct {
		text  string
		given bool
		list  *[]string
	}{{parents, hasParents, &c.Parents}, {categories, hasCategories, &c.Categories}, {aliases, hasAliases, &c.Aliases}} {
		if !part.given {
			continue
		}
		for one := range strings.SplitSeq(part.text, ",") {
			*part.list = append(*part.list, strings.TrimSpace(one))
		}
	}
	return c, c.check()
}

// check looks at the names alone.
func (c Concept) check() error {
	if err := checkName(c.Name); err != nil {
		return err
	}
	for _, list := range [][]string{c.Parents, c.Categories, c.Aliases} {
		for _, name := range list {
			if err := checkName(name); err != nil {
				return fmt.Errorf("%s: %w", c.Name, err)
			}
		}
	}
	return nil
}

// checkName says what is wrong with the name of a concept or category.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a name is empty")
	case strings.TrimSpace(name) != name:
		return fmt.Errorf("name %q begins or ends with a space", name)
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Errorf("name %.20q… is longer than %d characters", name, maxName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("name %q has characters that cannot be shown", name)
	}
	return nil
}
