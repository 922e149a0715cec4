package customlabels

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile bounds a file of labels in bytes: a thousand labels on embeddings of
// 2,048 values have 13 million.
const maxFile = 100_000_000

// CheckDest says why a file of labels should not be written to path: its folder
// is not there, or path is something else that would be lost.
func CheckDest(path string) error {
	if path == "" {
		return errors.New("it is empty; name a file")
	}
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
	case info.Mode().IsRegular(): // a pipe would be waited for
		if head, err := read(path, 100); err != nil || bytes.Contains(head, []byte(formatName)) {
			return err
		}
	}
	return fmt.Errorf("%s is there and is no file of labels; choose another name, or remove it", path)
}

// read reads the beginning of a file, at most so many bytes.
func read(path string, most int64) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the user says where
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, most))
}

// Write puts the set into a file, in one go: whoever reads it meanwhile sees the
// old file or the new one, and what breaks off leaves nothing behind.
func (s *Set) Write(path string) (err error) {
	text, err := s.Encode()
	if err != nil {
		return err
	}
	if len(text) > maxFile {
		return fmt.Errorf("the file would have %d bytes, and %d are the most: learn fewer labels at once", len(text), maxFile)
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
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case !info.Mode().IsRegular(): // a pipe would be waited for
		return nil, fmt.Errorf("%s: it is no regular file", path)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s: it is no file of labels: it has %d bytes, and they have %d at most", path, info.Size(), maxFile)
	}
	text, err := read(path, maxFile)
	if err != nil {
		return nil, err
	}
	s, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}
