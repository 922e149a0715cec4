package customlabels

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// CheckDest says why a file of labels should not be written to path: its folder
// is not there, or path is something else that would be lost.
func CheckDest(path string) error {
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder; name a file", path)
	}
	text, err := os.ReadFile(path) //nolint:gosec // the user says where
	if err != nil {
		return err
	}
	if !bytes.Contains(text[:min(len(text), 100)], []byte(formatName)) {
		return fmt.Errorf("%s is there and is no file of labels; choose another name, or remove it", path)
	}
	return nil
}

// Write puts the set into a file, in one go: whoever reads it meanwhile sees the
// old file or the new one, and what breaks off leaves nothing behind.
func (s *Set) Write(path string) (err error) {
	text, err := s.Encode()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Read reads a file of labels.
func Read(path string) (*Set, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator says where
	if err != nil {
		return nil, err
	}
	s, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}
