package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	// forwardTime bounds how long the local app may take, so that its answer
	// still reaches the server in time.
	forwardTime = receiveTime - time.Second
	// maxForwarded bounds how much of the app's answer is passed on, in bytes.
	maxForwarded = 1 << 20
)

// forwarder passes callbacks on to an app.
type forwarder struct {
	url  string
	http *http.Client
}

func newForwarder(url string) *forwarder {
	return &forwarder{url, &http.Client{
		Timeout:       forwardTime,
		Transport:     &http.Transport{DisableCompression: true}, // nothing is added; and no proxy: the app is near
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// checkForward says whether callbacks can be passed on to raw.
func checkForward(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("--forward: %q is no URL of an app; the form is http://127.0.0.1:3000/hook", raw)
	}
	return nil
}

// forwarded is what the app made of a callback.
type forwarded struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
	err    error // why the app gave no answer; status is 502 then
}

// pass sends a callback to the app as it came.
func (f *forwarder) pass(ctx context.Context, h http.Header, body []byte) (a forwarded) {
	began := time.Now()
	a, err := f.ask(ctx, h, body)
	if err != nil {
		a = forwarded{status: http.StatusBadGateway, err: err}
	}
	a.took = time.Since(began).Round(time.Millisecond)
	return a
}

func (f *forwarder) ask(ctx context.Context, h http.Header, body []byte) (a forwarded, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.url, bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	req.Header = endToEnd(h)
	res, err := f.http.Do(req)
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return a, failed.Err // the URL is shown beside it
	}
	if err != nil {
		return a, err
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	a.status, a.header = res.StatusCode, endToEnd(res.Header)
	a.body, err = io.ReadAll(io.LimitReader(res.Body, maxForwarded))
	return a, err
}

// endToEnd are the headers that are not about one connection alone.
func endToEnd(h http.Header) http.Header {
	out := h.Clone()
	for _, name := range []string{"Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length"} {
		out.Del(name)
	}
	return out
}

// write answers the server with what the app answered.
func (a *forwarded) write(w http.ResponseWriter) {
	if a.err != nil {
		http.Error(w, "the app did not answer", a.status)
		return
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) //nolint:gosec // a server reads it, no browser; one that went away comes again
}
