package download

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Fetch makes sure that dest holds f. If it does already, nothing is fetched.
// The addresses are tried in their order until one gives the file; the error
// says for each why it did not.
//
// What has come stays in dest.part when the connection breaks or ctx ends, and
// the next Fetch goes on from there. A file whose sum differs leaves nothing
// behind, and dest is as it was. dest changes in one step, when the file is
// complete, verified and synced. Several processes may fetch to one dest: they
// take turns, and those who come later find it done.
//
// Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY. There is no limit
// of time but that a minute without a byte ends an attempt. progress, which may be
// nil, is told of every few kilobytes; total is 0 while it is not known.
func Fetch(ctx context.Context, f File, dest string, progress func(done, total int64)) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.isAt(dest, progress) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dest), 0o755); err != nil { //nolint:gosec // what is fetched is no secret
		return err
	}
	unlock, err := lock(ctx, dest+".lock")
	if err != nil {
		return err
	}
	defer unlock()
	if f.isAt(dest, progress) { // another process was faster
		return nil
	}
	p, err := openPart(dest+".part", f, progress)
	if err != nil {
		return err
	}
	s := source{client: newClient(), patience: time.Minute}
	return errors.Join(s.fill(ctx, p), p.end(dest))
}

// isAt reports whether the file at path is f.
func (f File) isAt(path string, progress func(done, total int64)) bool {
	sum, size, err := sumFile(path)
	if err != nil || !f.is(sum) {
		return false
	}
	if progress != nil {
		progress(size, size)
	}
	return true
}

// source gets bytes from addresses.
type source struct {
	client   *http.Client
	patience time.Duration // how long to wait for the next byte
}

// fill tries the addresses until one has made p complete.
func (s source) fill(ctx context.Context, p *part) error {
	var errs []error
	for _, url := range p.file.URLs {
		err := s.from(ctx, url, p)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("stopped after %d bytes: %w", p.size, context.Cause(ctx))
		}
		errs = append(errs, fmt.Errorf("%s: %w", redacted(url), err))
	}
	return errors.Join(errs...)
}

// from makes p complete with what url gives. If what had come before turns out
// not to belong to the file, it starts once more from nothing.
func (s source) from(ctx context.Context, url string, p *part) error {
	resumed := p.size > 0
	err := s.append(ctx, url, p)
	if err == nil {
		err = p.verify()
	}
	if other := (*foreign)(nil); resumed && errors.As(err, &other) {
		if err = s.append(ctx, url, p); err == nil {
			err = p.verify()
		}
	}
	return err
}

// append gets what p still lacks.
func (s source) append(ctx context.Context, url string, p *part) error {
	if p.complete() {
		return nil
	}
	if path, ok, err := localPath(url); ok || err != nil {
		if err != nil {
			return err
		}
		return appendLocal(ctx, path, p)
	}
	return s.appendHTTP(ctx, url, p)
}
