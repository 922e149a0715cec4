package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Options says how to install.
type Options struct {
	// Dir is the folder that gets the library. It is made if it is missing.
	Dir string
	// Fetch downloads the file at an address to dest. It must refuse a file
	// that does not have the sum, and leave nothing at dest then. Size 0: not known.
	Fetch func(ctx context.Context, address string, size int64, sha256, dest string) error
	// Try, unless it is nil, loads a library to see whether it works.
	Try func(path string) error
}

// Installed is what Install did.
type Installed struct {
	Library
	// SHA256 is the sum of the file that the library came in.
	SHA256 string
	// Verified is false when nobody knew that sum in advance.
	Verified bool
}

// Install brings the library of ONNX Runtime from a source to the folder, where
// it replaces the one that was there. It appears in one step, when it is
// complete and was checked; when anything fails, the folder is as it was, but for
// a download that was cut off, with which the next Install goes on.
func Install(ctx context.Context, s Source, opt Options) (*Installed, error) {
	return install(ctx, s, opt, thisPlatform())
}

func install(ctx context.Context, s Source, opt Options, p platform) (_ *Installed, err error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	made := missing(opt.Dir)
	if err := os.MkdirAll(opt.Dir, 0o700); err != nil {
		return nil, err
	}
	defer func() {
		if err == nil {
			return
		}
		for _, dir := range made {
			_ = os.Remove(dir) // fails when something is in it, which then stays
		}
	}()
	from, err := s.obtain(ctx, opt, p)
	if err != nil {
		return nil, err
	}
	defer from.remove()
	temp, err := os.MkdirTemp(opt.Dir, ".install-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temp) }()

	lib, err := extract(ctx, from.path, filepath.Join(temp, p.libraryName()), p)
	if err != nil {
		return nil, err
	}
	if opt.Try != nil {
		if err := opt.Try(lib.Path); err != nil {
			return nil, fmt.Errorf("the library does not work here: %w", err)
		}
	}
	dest := filepath.Join(opt.Dir, p.libraryName())
	if err := os.Rename(lib.Path, dest); err != nil {
		return nil, err
	}
	lib.Path = dest
	return &Installed{*lib, from.sha256, from.known}, nil
}

// missing are the folders that must be made so that dir exists, the innermost first.
func missing(dir string) []string {
	var dirs []string
	for {
		if _, err := os.Stat(dir); err == nil {
			return dirs
		}
		dirs = append(dirs, dir)
		outer := filepath.Dir(dir)
		if outer == dir {
			return dirs
		}
		dir = outer
	}
}
