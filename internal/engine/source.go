package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Source says where ONNX Runtime comes from.
type Source struct {
	// From is the path or the address of an archive or a library. Empty: the
	// official release.
	From string
	// SHA256 is the sum that From must have, 64 hex digits. It is needed for an
	// address, unless the name there is that of a file whose sum is known.
	SHA256 string
}

// check normalizes the sum.
func (s *Source) check() error {
	s.SHA256 = strings.ToLower(s.SHA256)
	if sum, err := hex.DecodeString(s.SHA256); s.SHA256 != "" && (err != nil || len(sum) != sha256.Size) {
		return fmt.Errorf("--sha256: %q is not 64 hex digits", s.SHA256)
	}
	return nil
}

// got is a file on this machine that holds the library.
type got struct {
	path   string
	sha256 string
	known  bool // its sum was known in advance
	remove func()
}

// obtain brings the file of a source to this machine. The download, if there is
// one, is made in dir, where it can go on later.
func (s *Source) obtain(ctx context.Context, opt Options, p platform) (*got, error) {
	if s.From == "" {
		f, err := pinned(p)
		if err != nil {
			return nil, err
		}
		if s.SHA256 != "" && s.SHA256 != f.sha256 {
			return nil, fmt.Errorf("--sha256: the official release has the sum %s; name your file with --from", f.sha256)
		}
		return download(ctx, opt, releases+f.name, f)
	}
	if path, ok := strings.CutPrefix(s.From, "file://"); ok {
		return s.local(filepath.FromSlash(path))
	}
	if !strings.Contains(s.From, "://") {
		return s.local(s.From)
	}
	u, err := url.Parse(s.From)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, fmt.Errorf("--from: %q is neither a file nor an address that starts with https:// or http://", s.From)
	}
	f, ok := knownByName(u.Path)
	switch {
	case s.SHA256 != "":
		f = file{name: path.Base(u.Path), sha256: s.SHA256}
	case !ok:
		return nil, errors.New("--sha256: the sum of a file that is downloaded must be known; this one's name is not that of an official release")
	}
	return download(ctx, opt, s.From, f)
}

func download(ctx context.Context, opt Options, address string, f file) (*got, error) {
	dest := filepath.Join(opt.Dir, "download-"+f.sha256[:12])
	if err := opt.Fetch(ctx, address, f.bytes, f.sha256, dest); err != nil {
		return nil, fmt.Errorf("download %s: %w", f.name, err)
	}
	return &got{dest, f.sha256, true, func() { _ = os.Remove(dest) }}, nil
}

// local takes a file that is here already, and leaves it where it is.
func (s *Source) local(path string) (*got, error) {
	f, err := os.Open(path) //nolint:gosec // the operator says where
	if err != nil {
		return nil, fmt.Errorf("--from: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return nil, fmt.Errorf("--from: %w", err)
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	official, named := knownByName(filepath.ToSlash(path))
	switch {
	case s.SHA256 != "" && s.SHA256 != sum:
		return nil, fmt.Errorf("--from: %s has the sha256 %s, it must be %s", path, sum, s.SHA256)
	case s.SHA256 == "" && named && official.sha256 != sum:
		return nil, fmt.Errorf("--from: %s has the sha256 %s, the official file of that name has %s; if you trust yours, give its sum with --sha256", path, sum, official.sha256)
	}
	return &got{path, sum, s.SHA256 != "" || isKnown(sum), func() {}}, nil
}
