package download

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// localPath is the path of an address that names a file of this machine, or
// false if it names one of a server.
func localPath(address string) (string, bool, error) {
	scheme, _, ok := strings.Cut(address, "://")
	if !ok {
		return address, true, nil
	}
	switch strings.ToLower(scheme) {
	case "https", "http":
		return "", false, nil
	case "file":
		u, err := url.Parse(address)
		if err != nil {
			return "", false, withoutAddress(err)
		}
		if u.Host != "" && u.Host != "localhost" {
			return "", false, fmt.Errorf("a file of the host %q cannot be read; the form is file:///folder/name", u.Host)
		}
		return filepath.FromSlash(u.Path), true, nil
	default:
		return "", false, fmt.Errorf("%q is not known; use https, http, file, or the path of a file", scheme+"://")
	}
}

// appendLocal copies a file of this machine, from its start.
func appendLocal(ctx context.Context, path string, p *part) error {
	in, err := os.Open(path) //nolint:gosec // the caller says where
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	info, err := in.Stat()
	if err != nil {
		return err
	}
	p.total = p.file.Bytes
	if info.Mode().IsRegular() {
		if err := p.expect(info.Size()); err != nil {
			return err
		}
	}
	if err := p.restart(); err != nil {
		return err
	}
	_, err = io.Copy(p, &untilDone{ctx: ctx, from: in})
	return err
}

// untilDone reads until ctx ends.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

func (r *untilDone) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(b)
}
