package httpapi_test

import (
	"bytes"
	"fmt"
	"html/template"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"blobsight/api"
)

// TestPageDoc: docs.html shows what the contract says. UPDATE_DOCS=1 (make generate)
// writes it. It is made here and not by the server, because a program that links
// html/template keeps all methods there are, which makes it half as large again.
func TestPageDoc(t *testing.T) {
	t.Parallel()
	want, err := renderDocs(api.Spec)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE_DOCS") != "" { //nolint:forbidigo // a switch of this test
		if err := os.WriteFile("docs.html", want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile("docs.html"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs.html is stale (%v); run: make generate", err)
	}
}

// docsPage is what the template shows of the contract.
type docsPage struct {
	Title       string
	Description []paragraph
	Operations  []operation
	Spec        string
}

type operation struct {
	Method, Path, Summary string
	Description           []paragraph
	Answers               []pageAnswer
}

type pageAnswer struct {
	Status      string
	Description []span
}

// contract is the part of openapi.yaml that the page shows.
type contract struct {
	Info       struct{ Title, Description string }
	Paths      yaml.Node // in the order of the file
	Components struct {
		Responses map[string]struct{ Description string }
	}
}

// renderDocs makes the page for reading from the text of the contract.
func renderDocs(spec []byte) ([]byte, error) {
	var doc contract
	if err := yaml.Unmarshal(spec, &doc); err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	page := docsPage{Title: doc.Info.Title, Description: paragraphs(doc.Info.Description), Spec: string(spec)}
	for i := 0; i+1 < len(doc.Paths.Content); i += 2 {
		ops, err := doc.operations(doc.Paths.Content[i].Value, doc.Paths.Content[i+1])
		if err != nil {
			return nil, err
		}
		page.Operations = append(page.Operations, ops...)
	}
	t, err := template.ParseFiles("testdata/docs.tmpl")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, page)
	return out.Bytes(), err
}

// operations reads the methods of one path.
func (c *contract) operations(path string, item *yaml.Node) ([]operation, error) {
	var out []operation
	for i := 0; i+1 < len(item.Content); i += 2 {
		method := strings.ToUpper(item.Content[i].Value)
		if !slices.Contains([]string{"GET", "POST", "PUT", "DELETE"}, method) || path == "/" && method != "GET" {
			continue
		}
		var op struct {
			Summary, Description string
			Responses            map[string]struct {
				Description string
				Ref         string `yaml:"$ref"`
			}
		}
		if err := item.Content[i+1].Decode(&op); err != nil {
			return nil, fmt.Errorf("read %s %s of the contract: %w", method, path, err)
		}
		if path == "/" {
			method = "ANY"
		}
		o := operation{Method: method, Path: path, Summary: op.Summary, Description: paragraphs(op.Description)}
		for status, r := range op.Responses {
			if status != "default" {
				shared := c.Components.Responses[strings.TrimPrefix(r.Ref, "#/components/responses/")]
				o.Answers = append(o.Answers, pageAnswer{status, spans(r.Description + shared.Description)})
			}
		}
		slices.SortFunc(o.Answers, func(a, b pageAnswer) int { return strings.Compare(a.Status, b.Status) })
		out = append(out, o)
	}
	return out, nil
}

// paragraph is a piece of a description: text, or a drawing.
type paragraph struct {
	Spans   []span
	Drawing string
}

// span is a part of a paragraph: plain, or between backquotes.
type span struct {
	Text string
	Code bool
}

// paragraphs reads the little of Markdown that the contract uses.
func paragraphs(text string) []paragraph {
	var out []paragraph
	for part := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n\n") {
		switch {
		case strings.TrimSpace(part) == "":
		case strings.HasPrefix(part, "    "):
			out = append(out, paragraph{Drawing: part})
		default:
			out = append(out, paragraph{Spans: spans(part)})
		}
	}
	return out
}

func spans(text string) []span {
	var out []span
	for i, part := range strings.Split(text, "`") {
		out = append(out, span{Text: part, Code: i%2 == 1})
	}
	return out
}
