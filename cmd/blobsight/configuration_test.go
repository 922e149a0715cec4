package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"blobsight/internal/app"
)

// TestConfigurationDoc: docs/configuration.md lists the settings as they are.
// UPDATE_DOCS=1 writes it anew.
func TestConfigurationDoc(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`# Settings

Made from the settings themselves; do not edit. Each is a flag of ` + "`blobsight serve`" + ` and an environment variable; the flag
wins. Mistakes are reported all at once when the server starts.

| flag | variable | default | meaning |
|---|---|---|---|
`)
	settings(&b, reflect.TypeFor[app.Config]())
	b.WriteString(`
For the commands that talk to a server (` + "`submit`, `deliveries`" + `): ` + "`BLOBSIGHT_SERVER`, `BLOBSIGHT_API_KEY`, and for `blobsight listen` `BLOBSIGHT_WEBHOOK_SECRET`" + `.
`)
	path := filepath.Join("..", "..", "docs", "configuration.md")
	if os.Getenv("UPDATE_DOCS") != "" { //nolint:forbidigo // a switch of this test alone
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(have)); diff != "" {
		t.Errorf("docs/configuration.md is stale; run: make generate\n(-settings +file):\n%s", diff)
	}
}

// TestDefaults: the defaults in the tags, which the command line reads, are
// those of DefaultConfig, which tests and other programs start from.
func TestDefaults(t *testing.T) {
	var parsed app.Config
	parser, err := kong.New(&parsed)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range os.Environ() { // settings of whoever runs the test
		if name, _, _ = strings.Cut(name, "="); strings.HasPrefix(name, "BLOBSIGHT_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(app.DefaultConfig(), parsed); diff != "" {
		t.Errorf("(-DefaultConfig +tags):\n%s", diff)
	}
}

// settings writes a row for each field, also of embedded structs.
func settings(b *strings.Builder, t reflect.Type) {
	for f := range t.Fields() {
		if f.Tag.Get("kong") == "-" { // no setting
			continue
		}
		if f.Anonymous {
			settings(b, f.Type)
			continue
		}
		name := f.Tag.Get("name")
		if name == "" {
			name = kebab(f.Name)
		}
		def := f.Tag.Get("default")
		if def != "" {
			def = "`" + def + "`"
		}
		fmt.Fprintf(b, "| `--%s` | `%s` | %s | %s |\n", name, f.Tag.Get("env"), def, f.Tag.Get("help"))
	}
}

// kebab is the flag of a field: MaxLabels gives max-labels.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
