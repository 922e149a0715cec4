package models

import (
	"cmp"
	_ "embed" // the catalogue
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed catalog.yaml
var catalog []byte // never written to

// Catalog lists the models that the program knows, the embedded one first. The
// error says that the file was broken when the program was built.
func Catalog() ([]Model, error) {
	var file struct {
		Models []Model `yaml:"models"`
	}
	if err := decode(catalog, &file); err != nil {
		return nil, fmt.Errorf("catalogue of models: %w", err)
	}
	for i := range file.Models {
		m := &file.Models[i]
		m.complete()
		c := checks{m.check()}
		c.must(m.Name != "", "name", "it is empty")
		c.must(m.File.SHA256 != "" && m.File.Bytes > 0, "file", "size and sum are needed in the catalogue")
		for _, name := range append([]string{m.File.Name}, m.File.Also...) {
			c.must(name == filepath.Base(name), "file.name", "%q is a path; in the catalogue it is a name", name)
		}
		if err := c.err(); err != nil {
			return nil, fmt.Errorf("catalogue of models: %s:\n%w", m.Name, err)
		}
	}
	return file.Models, nil
}

// Find gives the model of that name. The error for a name that is not known
// says which ones are like it.
func Find(name string) (Model, error) {
	all, err := Catalog()
	if err != nil {
		return Model{}, err
	}
	i := slices.IndexFunc(all, func(m Model) bool { return m.Name == name })
	if i >= 0 {
		return all[i], nil
	}
	slices.SortStableFunc(all, func(a, b Model) int {
		aBegun, aWhole := distance(name, a.Name)
		bBegun, bWhole := distance(name, b.Name)
		return cmp.Or(aBegun-bBegun, aWhole-bWhole)
	})
	return Model{}, fmt.Errorf("no model is called %q; the nearest names are %s, %s and %s (\"blobsight models list\" shows all, and FILE.yaml describes one of your own)",
		name, all[0].Name, all[1].Name, all[2].Name)
}

// distance is how many letters must be put in, taken out or changed to make of a
// what b begins with, and to make the whole of b, whatever their case: of a long
// name people often write the beginning.
func distance(a, b string) (begun, whole int) {
	from, to := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, diagonal+1, row[j]+1)
		}
	}
	return slices.Min(row), row[len(to)]
}
