package models

import (
	"encoding/hex"
	"path/filepath"
	"strings"
)

// File is the ONNX file of a model.
type File struct {
	Name   string   `yaml:"name"`   // in the folder of models; of a user's model its path, from the user's file on
	Also   []string `yaml:"also"`   // other names under which the same file goes about
	Bytes  int64    `yaml:"bytes"`  // its size; may be left out of a user's file
	SHA256 string   `yaml:"sha256"` // 64 hex digits; left out of a user's file, it is not verified
	URLs   []string `yaml:"urls"`   // where it is to be had, best first

	described string // path of the user's file; empty in the catalogue
}

func (f *File) check(c *checks) {
	c.must(f.Name != "", "file.name", "it is empty; give the path of the .onnx file")
	c.must(f.Bytes >= 0, "file.bytes", "it is less than 0: %d", f.Bytes)
	sum, err := hex.DecodeString(f.SHA256)
	c.must(f.SHA256 == "" || err == nil && len(sum) == 32, "file.sha256", "%q is not 64 hex digits", f.SHA256)
	c.must(len(f.URLs) == 0 || f.SHA256 != "", "file.sha256", "with urls the sum is needed, because nothing is fetched without")
	for _, u := range f.URLs {
		scheme, _, _ := strings.Cut(u, "://")
		c.must(scheme == "https" || scheme == "http" || scheme == "file", "file.urls", "%q does not start with https://, http:// or file://", u)
	}
}

// paths are the places where the file may be: beside the user's file, then in
// the folder of models.
func (f *File) paths(dir string) []string {
	var paths []string
	for _, name := range append([]string{f.Name}, f.Also...) {
		if filepath.IsAbs(name) {
			paths = append(paths, name)
			continue
		}
		if f.described != "" {
			paths = append(paths, filepath.Join(filepath.Dir(f.described), name))
		}
		paths = append(paths, filepath.Join(dir, name))
	}
	return paths
}
