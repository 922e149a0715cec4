package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxFile bounds one picture that is held in memory, in bytes. 50 megapixels
// need 200 MB even where nothing is compressed.
const maxFile = 200_000_000

// stdinName is how a person names stdin among the files.
const stdinName = "-"

// files are the arguments of commands that take pictures.
type files struct {
	Files []string `arg:"" name:"file" help:"Pictures. A folder stands for the pictures in it (not in its subfolders), - for stdin."`
}

// check refuses what cannot be meant.
func (f files) check() error {
	first := slices.Index(f.Files, stdinName)
	if first >= 0 && slices.Contains(f.Files[first+1:], stdinName) {
		return errors.New("stdin (-) can be read only once")
	}
	return nil
}

// input is one picture to be read, or the reason why an argument gave none.
type input struct {
	name string
	err  error
}

// inputs puts the pictures of a folder in the place of the folder. Whether they
// can be read shows when they are.
func (f files) inputs() []input {
	var in []input
	for _, name := range f.Files {
		info, err := os.Stat(name)
		if name == stdinName || err != nil || !info.IsDir() {
			in = append(in, input{name: name})
			continue
		}
		names, err := pictures(name)
		for _, n := range names {
			in = append(in, input{name: n})
		}
		if err == nil && len(names) == 0 {
			err = errors.New("there are no pictures in this folder; subfolders are not searched")
		}
		if err != nil {
			in = append(in, input{name: name, err: err})
		}
	}
	return in
}

// pictures lists the files of a folder whose names say that they are pictures, sorted.
func pictures(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	var names []string
	for _, e := range entries {
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif":
			if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				names = append(names, filepath.Join(folder, e.Name()))
			}
		}
	}
	return names, err
}

// open opens the picture and tells its size in bytes. What has no size before
// it is read (stdin, a pipe) is read into memory.
func (in input) open(stdin io.Reader) (io.ReadCloser, int64, error) {
	if in.err != nil {
		return nil, 0, in.err
	}
	if in.name == stdinName {
		return buffer(stdin)
	}
	f, err := os.Open(in.name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	if info.Mode().IsRegular() {
		return f, info.Size(), nil
	}
	r, size, err := buffer(f)
	return r, size, errors.Join(err, f.Close())
}

func buffer(r io.Reader) (io.ReadCloser, int64, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("more than %d bytes", maxFile)
	}
	return io.NopCloser(bytes.NewReader(data)), int64(len(data)), err
}
