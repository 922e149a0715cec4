package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// attempts is how often one address is tried anew after its connection broke;
// each time but the last must have brought something.
const attempts = 5

// newClient gives a client that keeps to the proxies of the environment, and
// that never goes from https to http.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = http.ProxyFromEnvironment
	transport.DisableKeepAlives = true // one file, one connection; nothing stays behind
	return &http.Client{Transport: transport, CheckRedirect: func(to *http.Request, via []*http.Request) error {
		if len(via) >= 10 {
			return errors.New("it was redirected 10 times")
		}
		if via[0].URL.Scheme == "https" && to.URL.Scheme != "https" {
			return fmt.Errorf("it redirects to %s, which is not https", to.URL.Redacted())
		}
		return nil
	}}
}

// redacted is an address without its password, if it has one.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return address
}

// appendHTTP gets what p lacks from a server, again and again while connections
// break but bring something.
func (s source) appendHTTP(ctx context.Context, address string, p *part) error {
	var etag string
	for i := 0; ; i++ {
		before := p.size
		err := s.get(ctx, address, &etag, p)
		if err == nil || ctx.Err() != nil || final(err) || p.size <= before || i == attempts-1 {
			return err
		}
	}
}

// refusal is an answer that will be the same the next time.
type refusal struct{ error }

// final reports whether another attempt would end in the same way.
func final(err error) bool {
	var refused *refusal
	var other *foreign
	return errors.As(err, &refused) || errors.As(err, &other)
}

// get makes one request. etag is the file's mark at this address, as far as it
// is known: a server whose file has changed then sends all of it.
func (s source) get(ctx context.Context, address string, etag *string, p *part) error {
	p.total = p.file.Bytes // what another answer said does not count
	ctx, w := watch(ctx, s.patience)
	defer w.stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return &refusal{err}
	}
	req.Header.Set("User-Agent", "blobsight")
	req.Header.Set("Accept-Encoding", "identity") // the sum and the ranges are of the file as it is
	if p.size > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", p.size))
		if *etag != "" {
			req.Header.Set("If-Range", *etag)
		}
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return w.explain(withoutAddress(err))
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	*etag = strong(resp.Header.Get("ETag"))
	if err := begin(resp, p); err != nil {
		return err
	}
	if _, err = io.Copy(p, w.reader(resp.Body)); err != nil {
		return w.explain(err)
	}
	if p.total > 0 && p.size < p.total {
		return fmt.Errorf("it ended after %d of %d bytes: %w", p.size, p.total, io.ErrUnexpectedEOF)
	}
	return nil
}

// begin makes p ready for the body of an answer, or says why it is of no use.
func begin(resp *http.Response, p *part) error {
	switch resp.StatusCode {
	case http.StatusOK: // the whole file, also if only the rest was asked for
		if resp.ContentLength >= 0 {
			if err := p.expect(resp.ContentLength); err != nil {
				return &refusal{err}
			}
		}
		return p.restart()
	case http.StatusPartialContent:
		var first, last, total int64
		at := resp.Header.Get("Content-Range")
		if _, err := fmt.Sscanf(at, "bytes %d-%d/%d", &first, &last, &total); err != nil || first != p.size || total <= first {
			return errors.Join(p.restart(), &foreign{fmt.Errorf("the server sent the wrong part (Content-Range: %q)", at)})
		}
		if err := p.expect(total); err != nil {
			return &refusal{err}
		}
		return nil
	case http.StatusRequestedRangeNotSatisfiable: // more is here than the server has
		return errors.Join(p.restart(), &foreign{errors.New("the server has fewer bytes than are here already")})
	default:
		return &refusal{fmt.Errorf("the server answered %s", resp.Status)}
	}
}

// strong is tag, unless it is a weak one, which says nothing about bytes.
func strong(tag string) string {
	if strings.HasPrefix(tag, "W/") {
		return ""
	}
	return tag
}

// withoutAddress drops what [url.Error] says of the address, because the caller
// says it.
func withoutAddress(err error) error {
	if e := (*url.Error)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}
