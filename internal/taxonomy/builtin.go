package taxonomy

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// concepts are the curated files. Never written to.
//
//go:embed concepts/*.txt
var concepts embed.FS

// Builtin is the tree in the program. The error says that a file was broken
// when the program was built. It takes about a millisecond; keep the result.
func Builtin() (*Tree, error) {
	files, err := fs.Glob(concepts, "concepts/*.txt")
	if err != nil {
		return nil, err
	}
	var all []Concept
	var mistakes []error
	for _, file := range files {
		text, err := concepts.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := parseConcepts(string(text))
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", file, err))
		}
		all = append(all, found...)
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	return new(Tree).Add(all)
}

// parseConcepts reads a curated file. Empty lines and those that begin with a
// number sign are for people.
func parseConcepts(text string) ([]Concept, error) {
	var all []Concept
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		c, err := parseConcept(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		all = append(all, c)
	}
	return all, nil
}
