package taxonomy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Overrides is what a user's file, or a preset, changes in a tree. Labels are
// named as they are after the renaming, or as they were before it.
type Overrides struct {
	extends []preset
	file    overridesFile
	lenient bool // labels and categories that are not known are passed over
}

// preset is one that a file builds upon.
type preset struct {
	line int
	*Overrides
}

// overridesFile is the file as it is written.
type overridesFile struct {
	Extends words               `yaml:"extends"`
	Names   map[word]word       `yaml:"names"`
	Labels  map[word]labelEntry `yaml:"labels"`
	Exclude excludeEntry        `yaml:"exclude"`
}

// labelEntry is what the file says of one label; what it leaves out stays.
type labelEntry struct {
	Parents       *words      `yaml:"parents"`
	Categories    *words      `yaml:"categories"`
	Aliases       *words      `yaml:"aliases"`
	MinConfidence *confidence `yaml:"min_confidence"`
}

// excludeEntry is what is not said.
type excludeEntry struct {
	Labels     words `yaml:"labels"`
	Categories words `yaml:"categories"`
}

// ParseOverrides reads a user's file. The error names the line and the field.
// Whether labels are known shows in [Tree.Override] only.
func ParseOverrides(text []byte) (*Overrides, error) {
	o := new(Overrides)
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&o.file)
	if errors.Is(err, io.EOF) {
		return o, nil // nothing but comments
	}
	if err == nil && !errors.Is(d.Decode(new(yaml.Node)), io.EOF) {
		err = errors.New("there is more than one document; keep one")
	}
	if err != nil {
		return nil, fmt.Errorf("taxonomy overrides: %w", plain(err))
	}
	if err := o.file.complete(); err != nil {
		return nil, fmt.Errorf("taxonomy overrides: %w", err)
	}
	for _, name := range o.file.Extends {
		base, err := Preset(name.text)
		if err != nil {
			return nil, fmt.Errorf("taxonomy overrides: line %d: extends: %w", name.line, err)
		}
		o.extends = append(o.extends, preset{name.line, base})
	}
	return o, nil
}

// complete says whether no name is missing: the decoder passes over nothing
// (null) where a name should be.
func (f overridesFile) complete() error {
	for from, to := range f.Names {
		if to.text == "" {
			return fmt.Errorf("line %d: names: %q: want lines of \"Old Name: New Name\"", from.line, from.text)
		}
	}
	return nil
}

// unknownField is how the decoder says that it does not know a field.
var unknownField = regexp.MustCompile(`field (.+) not found in type taxonomy\.(\w+)`)

// plain rewords an error of the decoder for people who know nothing of Go.
func plain(err error) error {
	fields := map[string]string{
		"overridesFile": "extends, names, labels and exclude",
		"labelEntry":    "parents, categories, aliases and min_confidence",
		"excludeEntry":  "labels and categories",
	}
	text := unknownField.ReplaceAllStringFunc(err.Error(), func(s string) string {
		m := unknownField.FindStringSubmatch(s)
		return fmt.Sprintf("unknown field %q; there are %s", m[1], fields[m[2]])
	})
	text = strings.TrimPrefix(text, "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:\n  ")
	for kind, proper := range map[string]string{
		"into map[taxonomy.word]taxonomy.word":       "; want lines of \"Old Name: New Name\"",
		"into map[taxonomy.word]taxonomy.labelEntry": "; want a mapping by label",
		"into taxonomy.overridesFile":                "; want a mapping of extends, names, labels and exclude",
		"into taxonomy.labelEntry":                   "; want a mapping of parents, categories, aliases and min_confidence",
		"into taxonomy.excludeEntry":                 "; want a mapping of labels and categories",
	} {
		text = strings.ReplaceAll(text, " "+kind, proper)
	}
	return errors.New(text)
}
