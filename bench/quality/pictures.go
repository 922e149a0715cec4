package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// picture is a file and the class that it shows.
type picture struct {
	path  string
	name  string // from the folder of the data on, with slashes
	class string // an id or a name, as in the name of the folder or file
}

// list finds the pictures in a folder and its subfolders, sorted by path.
func list(dir string) ([]picture, error) {
	if dir == "" {
		return nil, errors.New("a folder of pictures is required")
	}
	var all []picture
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		extensions := []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic"}
		if slices.Contains(extensions, strings.ToLower(filepath.Ext(path))) {
			name, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			all = append(all, picture{path: path, name: filepath.ToSlash(name), class: classOf(dir, path)})
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("there are no pictures in %s", dir)
	}
	return all, err
}

// classOf is the name of the folder of a picture or, right in the folder of
// the data, the start of the file's name.
func classOf(dir, path string) string {
	if parent := filepath.Dir(path); filepath.Clean(dir) != parent {
		return filepath.Base(parent)
	}
	name := filepath.Base(path)
	class, _, _ := strings.Cut(strings.TrimSuffix(name, filepath.Ext(name)), "_")
	return class
}
