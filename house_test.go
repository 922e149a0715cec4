package blobsight_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestHouse holds the tree to the numbers and names of CONTRIBUTING.md that no
// linter knows.
func TestHouse(t *testing.T) {
	t.Parallel()
	initFunc := regexp.MustCompile(`(?m)^func init\(\)`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if d.IsDir() {
			if slices.Contains([]string{"util", "utils", "common", "helpers", "misc"}, d.Name()) {
				t.Errorf("%s: a package is named after what it holds", path)
			}
			if name := d.Name(); len(name) > 1 && strings.HasPrefix(name, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".gen.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if n := bytes.Count(data, []byte("\n")); n > 400 {
			t.Errorf("%s has %d lines; split it (400 at most)", path, n)
		}
		if initFunc.Match(data) {
			t.Errorf("%s has an init function; nothing happens by importing", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
