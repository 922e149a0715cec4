package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"n01440764_tench.JPEG", "lemon_1.jpg", "tabby cat/1.png", "deep/er/orange/x.webp", "notes.txt"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all, err := list(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range all {
		got[p.name] = p.class
	}
	want := map[string]string{
		"n01440764_tench.JPEG": "n01440764", "lemon_1.jpg": "lemon", "tabby cat/1.png": "tabby cat", "deep/er/orange/x.webp": "orange",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, none := range []string{"", filepath.Join(dir, "absent"), t.TempDir()} {
		if _, err := list(none); err == nil {
			t.Errorf("%q: no error", none)
		}
	}
}
