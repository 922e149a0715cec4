package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight/internal/app"
	"blobsight/internal/models"
)

func TestModelsListFits(t *testing.T) {
	t.Parallel()
	o := mustRun(t, "models", "list", "--models", t.TempDir())
	for line := range strings.Lines(o.out) {
		if len(line) > 100 {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
	contains(t, o.out, "blobsight-everyday", "ppresnet50", "nanodet_m_416")
}

func TestModelsShared(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "models")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no models in %s", dir)
	}
	o := mustRun(t, "models", "verify", "--models", dir)
	contains(t, o.out, "ok mobilenetv2-12-int8 ", "ok yolox_nano_416 ", "ok nanodet_m_416 "+filepath.Join(dir, "nanodet_m_416.onnx"))

	to := filepath.Join(t.TempDir(), "new")
	o = mustRun(t, "models", "pull", "nanodet_m_416", "--models", to, "--from", filepath.Join(dir, "nanodet_m_416.onnx"))
	if want := filepath.Join(to, "object_detection_nanodet_2022nov.onnx") + "\n"; o.out != want || o.err != "" {
		t.Errorf("got %+v, want %q", o, want)
	}
	if again := mustRun(t, "models", "pull", "nanodet_m_416", "--models", to); again != o {
		t.Errorf("the second time gives %+v", again)
	}
}

func TestModelsEmbedded(t *testing.T) {
	t.Parallel()
	dir := "--models=" + t.TempDir()
	if o := mustRun(t, "models", "verify", "blobsight-everyday", dir); o.out != "ok blobsight-everyday\n" {
		t.Errorf("got %+v", o)
	}
	o := try(t.Context(), "", "models", "pull", "blobsight-everyday", dir)
	if o.code != exitFailed {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "inside the program")
}

func TestTransfer(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	p := &transfer{live: &screen, name: "net"}
	p.at(1_000_000, 4_000_000)
	p.at(1_000_001, 4_000_000) // looks the same
	p.at(2_000_000, 0)
	p.end()
	want := clearLine + "net  [=======                       ]  25 %  1.0 MB of 4.0 MB" + clearLine + "net  2.0 MB" + clearLine
	if screen.String() != want {
		t.Errorf("got  %q\nwant %q", screen.String(), want)
	}
	(&transfer{}).at(1, 2) // nobody watches
}

// TestModelsDoc: the table in docs/models.md is that of the catalogue.
// UPDATE_DOCS=1 writes it anew.
func TestModelsDoc(t *testing.T) {
	t.Parallel()
	all, err := app.ListModels(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("\n| model | what | size | accuracy | license |\n|---|---|---|---|---|\n")
	for _, m := range all {
		source := m.Accuracy.Source
		if !strings.HasPrefix(source, "https://") {
			source = "../" + source
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | [%s](%s) | %s |\n", m.Name, m.Description, megabytes(m.Bytes), accuracy(m.Accuracy), source, m.License)
	}
	path := filepath.Join("..", "..", "docs", "models.md")
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)(<!-- made from .*? -->\n).*(<!-- end -->)`)
	want := table.ReplaceAllString(string(have), "${1}"+strings.ReplaceAll(b.String(), "$", "$$")+"\n$2")
	if os.Getenv("UPDATE_DOCS") != "" { //nolint:forbidigo // a switch of this test alone
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(have)); diff != "" {
		t.Errorf("docs/models.md is stale; run: make generate\n(-catalogue +file):\n%s", diff)
	}
}

// TestModelsDocExamples: what people copy from docs/models.md is right.
func TestModelsDocExamples(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "models.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n# (\\S+)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(examples) != 2 {
		t.Fatalf("%d examples", len(examples))
	}
	for i, task := range []models.Task{models.TaskClassification, models.TaskDetection} {
		m, err := models.ParseFile(write(t, examples[i][1], examples[i][2]))
		if err != nil {
			t.Fatal(err)
		}
		if m.Task != task || m.Name != strings.TrimSuffix(examples[i][1], ".yaml") || m.Classes.Names == nil {
			t.Errorf("got %+v", m)
		}
	}
}
