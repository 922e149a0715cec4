package models

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Classes says what the outputs stand for, in one of three ways.
type Classes struct {
	List  string      `yaml:"list"`  // a list that the program has: imagenet-1k, coco-80
	File  string      `yaml:"file"`  // a text file, from the user's on: an id and a name a line
	Names []UserClass `yaml:"names"` // the classes themselves, in the order of the outputs
}

// UserClass is a class of a user's model. In a file it may be just its name. Two
// outputs may mean the same; the second one is just the name.
type UserClass struct {
	Name       string   `yaml:"name"`
	Parents    []string `yaml:"parents"`    // what it directly is a kind of
	Categories []string `yaml:"categories"` // such as Animals and Pets
	Aliases    []string `yaml:"aliases"`    // other names
}

// UnmarshalYAML reads a name, or all fields.
func (u *UserClass) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		u.Name = n.Value
		return nil
	}
	type plain UserClass // without this method
	errs := new(yaml.TypeError)
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 { // a node does not know that it must be strict
		switch key := n.Content[i]; key.Value {
		case "name", "parents", "categories", "aliases":
		default:
			errs.Errors = append(errs.Errors, unknownField(key.Line, key.Value, "name, parents, categories or aliases"))
		}
	}
	var types *yaml.TypeError
	if err := n.Decode((*plain)(u)); errors.As(err, &types) {
		errs.Errors = append(errs.Errors, types.Errors...)
	} else if err != nil {
		return err
	}
	if len(errs.Errors) > 0 {
		return errs
	}
	return nil
}

func (k *Classes) check(c *checks) {
	given := 0
	for _, is := range []bool{k.List != "", k.File != "", len(k.Names) > 0} {
		if is {
			given++
		}
	}
	c.must(given == 1, "classes", "give one of list (such as imagenet-1k or coco-80), file and names; here are %d", given)
	seen := map[string]bool{}
	for i, class := range k.Names {
		field := fmt.Sprintf("classes.names[%d]", i)
		c.must(strings.TrimSpace(class.Name) != "", field, "its name is empty")
		bare := class.Parents == nil && class.Categories == nil && class.Aliases == nil
		c.must(!seen[class.Name] || bare, field, "%q was there before; where two outputs mean the same, describe it once and give just the name then", class.Name)
		seen[class.Name] = true
	}
}
