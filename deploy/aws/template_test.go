package aws_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// object is a part of the template.
type object = map[string]any

// template is the packaged CloudFormation.
type template struct {
	Resources map[string]*resource
	Outputs   map[string]struct{ Value any }
	text      string
}

type resource struct {
	Type                                string
	Properties                          object
	DeletionPolicy, UpdateReplacePolicy string
	DependsOn                           any
}

// load reads the template that BLOBSIGHT_AWS_TEMPLATE names.
func load(t *testing.T) *template {
	t.Helper()
	path := os.Getenv("BLOBSIGHT_AWS_TEMPLATE") //nolint:forbidigo // how make tells this test
	if path == "" {
		t.Skip("BLOBSIGHT_AWS_TEMPLATE does not name a packaged template; make test-deploy does")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := &template{text: string(data)}
	if err := json.Unmarshal(data, out); err != nil {
		t.Fatal(err)
	}
	return out
}

// of gives the names of the resources of a type, sorted.
func (c *template) of(kind string) []string {
	var names []string
	for name, r := range c.Resources {
		if r.Type == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// get is the resource of that name; it must be of that type.
func (c *template) get(t *testing.T, kind, name string) *resource {
	t.Helper()
	r := c.Resources[name]
	if r == nil || r.Type != kind {
		t.Fatalf("the template has no %s %s", kind, name)
	}
	return r
}

// functions are the functions by the names that serverless.yml gives them.
func (c *template) functions(t *testing.T) map[string]*resource {
	t.Helper()
	functions := map[string]*resource{}
	for _, name := range c.of("AWS::Lambda::Function") {
		r := c.Resources[name]
		functions[text(at(r.Properties, "Environment", "Variables", "BLOBSIGHT_FUNCTION"))] = r
	}
	if want := []string{"admin", "dispatch", "expire", "http", "notify", "recognize"}; !slices.Equal(sorted(functions), want) {
		t.Fatalf("functions are %v, want %v", sorted(functions), want)
	}
	return functions
}

// logical is what resources call the function.
func logical(function string) string {
	return strings.ToUpper(function[:1]) + function[1:] + "LambdaFunction"
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// at is what lies at a path of names and indexes; nil when nothing does.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(object)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// list is v as a list: what may be given alone or as a list of one.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// text writes a value with its references in the way of Fn::Sub: ${Name},
// ${Name.Attribute}.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case object:
		if s, ok := v["Ref"]; ok {
			return "${" + text(s) + "}"
		}
		if s, ok := v["Fn::Sub"].(string); ok {
			return s
		}
		if a := list(v["Fn::GetAtt"]); len(a) == 2 {
			return "${" + text(a[0]) + "." + text(a[1]) + "}"
		}
		if j := list(v["Fn::Join"]); len(j) == 2 {
			return strings.Join(texts(j[1]), text(j[0]))
		}
	}
	data, _ := json.Marshal(v) //nolint:errchkjson // it came out of JSON
	return string(data)
}

func texts(v any) []string {
	var out []string
	for _, item := range list(v) {
		out = append(out, text(item))
	}
	return out
}

// number is a number, as JSON or as text has it; -1 when it is none.
func number(v any) int {
	n := -1
	if err := json.Unmarshal([]byte(text(v)), &n); err != nil {
		return -1
	}
	return n
}
