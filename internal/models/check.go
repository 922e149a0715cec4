package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// checks collects what is wrong, so that all of it is reported at once.
type checks []error

// must notes that field is wrong unless ok.
func (c *checks) must(ok bool, field, format string, args ...any) {
	if !ok {
		*c = append(*c, fmt.Errorf("%s: %s", field, fmt.Sprintf(format, args...)))
	}
}

// oneOf notes that field is none of the values that are allowed.
func (c *checks) oneOf(field, value string, allowed ...string) {
	c.must(slices.Contains(allowed, value), field, "%q is not known; use %s", value, either(allowed))
}

func (c *checks) err() error { return errors.Join(*c...) }

// either lists alternatives: a, b or c.
func either(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
