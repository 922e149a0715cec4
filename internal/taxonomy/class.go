package taxonomy

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"path"
	"strings"
)

// Class is what one output of a model means.
type Class struct {
	ID   string // of WordNet, such as "n01440764", or the model's own word
	Name string // of the concept
}

// lists are the lists of classes in the program. Never written to.
//
//go:embed classes/*.txt
var lists embed.FS

// ClassList gives a list of classes by name, in the order of the outputs of the
// models that were trained on it: "imagenet-1k" (1,000), "coco-80", or that of
// the model in the program, "blobsight-everyday" (405). The error about another
// name lists them.
func ClassList(name string) ([]Class, error) {
	text, err := lists.ReadFile("classes/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("taxonomy: there is no list of classes %q; there are %s", name, strings.Join(ClassLists(), ", "))
	}
	return ParseClasses(text)
}

// ClassLists names the lists in the program, sorted.
func ClassLists() []string { return stems(lists, "classes") }

// Names gives the names of the classes alone, as [Config] wants them.
func Names(classes []Class) []string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = c.Name
	}
	return names
}

// stems lists the files of a folder without their endings, sorted.
func stems(files embed.FS, folder string) []string {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return nil // the folder is in the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
	}
	return names
}

// ParseClasses reads a list of classes: a line for each output of the model, in
// order, with an id and the name of the concept:
//
//	n01440764 Tench
//
// Ids may not repeat; names may, where two outputs mean the same. Empty lines
// and those that begin with a number sign are left out.
func ParseClasses(text []byte) ([]Class, error) {
	var classes []Class
	seen := map[string]int{}
	number := 0
	for line := range strings.Lines(string(bytes.TrimPrefix(text, []byte("\ufeff")))) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		c := Class{ID: line}
		if i := strings.IndexAny(line, " \t"); i > 0 {
			c = Class{ID: line[:i], Name: strings.TrimSpace(line[i:])}
		}
		if c.Name == "" {
			return nil, fmt.Errorf("taxonomy: classes, line %d: %.50q needs an id and a name, such as \"n01440764 Tench\"", number, line)
		}
		if err := checkName(c.Name); err != nil {
			return nil, fmt.Errorf("taxonomy: classes, line %d: %w", number, err)
		}
		if first := seen[c.ID]; first > 0 {
			return nil, fmt.Errorf("taxonomy: classes, line %d: id %.50q is that of line %d too", number, c.ID, first)
		}
		seen[c.ID] = number
		classes = append(classes, c)
	}
	if len(classes) == 0 {
		return nil, errors.New("taxonomy: the list of classes is empty")
	}
	return classes, nil
}

// ParseNames reads the list of classes of a user's model: a line for each
// output, in order, with the name of the concept, or with a WordNet id and the
// name. The id of a class without one is its number, from 0.
func ParseNames(text []byte) ([]Class, error) {
	var lines strings.Builder
	number := 0
	for line := range strings.Lines(string(bytes.TrimPrefix(text, []byte("\ufeff")))) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' {
			if !startsWithID(line) {
				line = fmt.Sprintf("%d %s", number, line)
			}
			number++
		}
		fmt.Fprintln(&lines, line)
	}
	return ParseClasses([]byte(lines.String()))
}

// startsWithID reports whether a line starts with an id of WordNet, such as
// n01440764, and goes on.
func startsWithID(line string) bool {
	id, _, more := strings.Cut(line, " ")
	digits := strings.TrimPrefix(id, "n")
	return more && len(id) == 9 && len(digits) == 8 && strings.Trim(digits, "0123456789") == ""
}
