package models

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Load gives the model of that name, or the one that a file ending in .yaml or
// .yml describes.
func Load(what string) (Model, error) {
	switch strings.ToLower(filepath.Ext(what)) {
	case ".yaml", ".yml":
		return ParseFile(what)
	}
	return Find(what)
}

// ParseFile reads the description of a model of the user's own. The fields are
// those of [Model]; paths are taken from the folder of the file on. All mistakes
// are reported at once.
func ParseFile(path string) (Model, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator says where
	if err != nil {
		return Model{}, err
	}
	var m Model
	if err := decode(text, &m); err != nil {
		return Model{}, fmt.Errorf("%s: %w", path, err)
	}
	if m.Name == "" {
		m.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	m.File.described = path
	if m.Classes.File != "" && !filepath.IsAbs(m.Classes.File) {
		m.Classes.File = filepath.Join(filepath.Dir(path), m.Classes.File)
	}
	m.complete()
	if err := m.check(); err != nil {
		return Model{}, fmt.Errorf("%s:\n%w", path, err)
	}
	if m.Version == "" {
		m.Version = versionOf(m.Dest(""))
	}
	return m, nil
}

// versionOf is the version of a file whose sum nobody gave. A file that is not
// beside the description has none; [Model.Pin] will give it one.
func versionOf(path string) string {
	f, err := os.Open(path) //nolint:gosec // the operator says where
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// notFound is how the YAML library says that a field is not known.
var notFound = regexp.MustCompile(`^line (\d+): field (.*) not found in type .*$`)

// decode reads one YAML document strictly: what no field takes is an error.
func decode(text []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty")
	}
	var types *yaml.TypeError
	if !errors.As(err, &types) {
		return err
	}
	lines := make([]error, len(types.Errors))
	for i, line := range types.Errors {
		line = notFound.ReplaceAllString(line, `line $1: there is no field "$2"`)
		lines[i] = errors.New(line)
	}
	return fmt.Errorf("it cannot be read:\n%w", errors.Join(lines...))
}

func unknownField(line int, field, known string) string {
	return fmt.Sprintf("line %d: there is no field %q; use %s", line, field, known)
}
