package taxonomy

import (
	"fmt"
	"math"
	"strings"

	"go.yaml.in/yaml/v3"
)

// word is a name in a user's file that knows its line.
type word struct {
	text string
	line int
}

// UnmarshalYAML implements [yaml.Unmarshaler].
func (w *word) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return fmt.Errorf("line %d: want a name", n.Line)
	}
	*w = word{strings.TrimSpace(n.Value), n.Line}
	if err := checkName(w.text); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	return nil
}

// words is a list of names, or a single one.
type words []word

// UnmarshalYAML implements [yaml.Unmarshaler].
func (w *words) UnmarshalYAML(n *yaml.Node) error {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	*w = make(words, len(nodes))
	for i, n := range nodes {
		if err := (*w)[i].UnmarshalYAML(n); err != nil {
			return err
		}
	}
	return nil
}

// texts gives the names alone.
func (w words) texts() []string {
	all := make([]string, len(w))
	for i, one := range w {
		all[i] = one.text
	}
	return all
}

// confidence is a number from 0 to 100 in a user's file.
type confidence float64

// UnmarshalYAML implements [yaml.Unmarshaler].
func (c *confidence) UnmarshalYAML(n *yaml.Node) error {
	var number float64
	if err := n.Decode(&number); err != nil || math.IsNaN(number) || number < 0 || number > 100 {
		return fmt.Errorf("line %d: min_confidence is %.20q; it must be a number from 0 to 100", n.Line, n.Value)
	}
	*c = confidence(number)
	return nil
}
