package aws_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	app "blobsight/internal/app/aws"
)

// name and bucket of the deployment when files are read without the framework.
const sourceName, sourceBucket = "blobsight-test", "pictures"

// source reads one of the files as the framework would, as far as the tests need
// that: settings have their values of .env.example, and CloudFormation's short
// forms become its long ones.
func source(t *testing.T, file string) object {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	settings := readExample(t)
	settings["BUCKET"] = sourceBucket
	plain := strings.ReplaceAll(string(data), "${self:custom.name}", sourceName)
	plain = regexp.MustCompile(`\$\{(?:opt:[a-z]+, )?env:([A-Z_]+)[^}]*\}`).ReplaceAllStringFunc(plain, func(use string) string {
		return settings[regexp.MustCompile(`env:([A-Z_]+)`).FindStringSubmatch(use)[1]]
	})
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(plain), &root); err != nil {
		t.Fatal(err)
	}
	out, _ := value(root.Content[0]).(object)
	return out
}

// value is a node in the way of the packaged JSON. Scalars stay texts.
func value(n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return value(n.Alias)
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, value(item))
		}
		return out
	case yaml.MappingNode:
		return mapping(n)
	default:
		switch n.Tag {
		case "!Ref":
			return object{"Ref": n.Value}
		case "!Sub":
			return object{"Fn::Sub": n.Value}
		case "!GetAtt":
			of, attribute, _ := strings.Cut(n.Value, ".")
			return object{"Fn::GetAtt": []any{of, attribute}}
		}
		return n.Value
	}
}

func mapping(n *yaml.Node) object {
	out := object{}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value != "<<" {
			continue
		}
		for _, merged := range list(value(n.Content[i+1])) {
			for k, v := range merged.(object) {
				out[k] = v
			}
		}
	}
	for i := 0; i < len(n.Content); i += 2 {
		if k := n.Content[i].Value; k != "<<" {
			out[k] = value(n.Content[i+1])
		}
	}
	return out
}

// environment is what serverless.yml gives a function; queues have the URLs given.
func environment(t *testing.T, function app.Function, queues map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	given, _ := at(source(t, "serverless.yml"), "functions", string(function), "environment").(object)
	for variable, v := range given {
		out[variable] = text(v)
		if ref, ok := at(v, "Ref").(string); ok {
			out[variable] = queues[ref]
		}
	}
	return out
}

// TestEnvironment: each function starts with what it is given, and reads all of it.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	queues := map[string]string{}
	for _, q := range []string{"UploadQueue", "CallbackQueue", "CallbackDeadQueue", "DispatchDeadQueue"} {
		queues[q] = "https://sqs.example.com/" + q
	}
	for _, function := range app.Functions() {
		given := environment(t, function, queues)
		read := map[string]bool{}
		cfg, err := app.ReadConfig(func(variable string) string {
			read[variable] = true
			return given[variable]
		})
		if err != nil || cfg.Function != function {
			t.Errorf("%s does not start as %q: %v", function, cfg.Function, err)
		}
		for _, variable := range sorted(given) {
			if !read[variable] {
				t.Errorf("%s is given %s and does not read it", function, variable)
			}
		}
	}
}
