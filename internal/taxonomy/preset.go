package taxonomy

import (
	"embed"
	"fmt"
	"strings"
)

// presets are overrides to build upon. Never written to.
//
//go:embed presets/*.yaml
var presets embed.FS

// Presets names those in the program, sorted.
func Presets() []string { return stems(presets, "presets") }

// Preset gives one of those. Labels in it that a tree does not know are passed
// over: it is made for any model. The error about another name lists them.
func Preset(name string) (*Overrides, error) {
	text, err := presets.ReadFile("presets/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("there is no preset %q; there are: %s", name, strings.Join(Presets(), ", "))
	}
	o, err := ParseOverrides(text)
	if err != nil {
		return nil, fmt.Errorf("preset %s: %w", name, err)
	}
	o.lenient = true
	return o, nil
}
