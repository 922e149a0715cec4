package client_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"blobsight/client"
)

// TestWaitAsksOnce: the server waits for us.
func TestWaitAsksOnce(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	counted := &counter{base: &http.Transport{}}
	t.Cleanup(counted.base.CloseIdleConnections)
	c := newClient(t, b.url, client.WithHTTPClient(&http.Client{Transport: counted}))
	created := create(t, b.client)
	done := make(chan client.Status)
	go func() {
		blob, err := c.Wait(t.Context(), created.BlobID)
		if err != nil {
			t.Error(err)
			blob = &client.Blob{}
		}
		done <- blob.Status
	}()
	upload(t, b.client, created, sample(t, "lemon.jpg"))
	if got := <-done; got != client.Recognized || counted.n != 1 {
		t.Errorf("state %s after %d requests, want 1", got, counted.n)
	}
}

// counter counts requests.
type counter struct {
	base *http.Transport
	n    int
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n++
	return c.base.RoundTrip(r)
}

// TestWaitPolls: a server that does not wait is asked more and more rarely.
func TestWaitPolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{polls: append(times(20, shows(client.Queued)), shows(client.Recognized))}
		b, err := s.client(t).Wait(t.Context(), "1")
		if err != nil || b.Status != client.Recognized || len(s.asked) != 21 {
			t.Fatalf("%+v, %v after %d requests", b, err, len(s.asked))
		}
		first, last := s.asked[1].at.Sub(s.asked[0].at), s.asked[20].at.Sub(s.asked[19].at)
		if first != 50*time.Millisecond || last != time.Second {
			t.Errorf("waited %s at first and %s in the end, want 50ms and 1s", first, last)
		}
	})
}

// TestWaitGoesOn: a server that does wait is asked again at once. The HTTP client's
// timeout must be longer than the wait.
func TestWaitGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waits := func(w http.ResponseWriter, r *http.Request) {
			wait, err := time.ParseDuration(r.URL.Query().Get("wait"))
			if err != nil {
				t.Error(err)
			}
			time.Sleep(wait)
			shows(client.Queued)(w, r)
		}
		for timeout, want := range map[time.Duration]time.Duration{0: 30 * time.Second, 10 * time.Second: 5 * time.Second, 2 * time.Minute: 30 * time.Second} {
			s := &script{polls: []http.HandlerFunc{waits, waits, shows(client.Recognized)}}
			began := time.Now()
			_, err := s.client(t, func(h *http.Client) { h.Timeout = timeout }).Wait(t.Context(), "1")
			if took := time.Since(began); err != nil || took != 2*want || len(s.asked) != 3 {
				t.Errorf("timeout %s: %v after %s and %d requests, want twice %s", timeout, err, took, len(s.asked), want)
			}
		}
	})
}

// TestWaitBehindProxy: one that does not let requests wait is asked for less.
func TestWaitBehindProxy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{polls: []http.HandlerFunc{text(504, "text/html", "<html>"), shows(client.Queued), shows(client.Failed)}}
		b, err := s.client(t).Wait(t.Context(), "1")
		if err != nil || b.Status != client.Failed {
			t.Errorf("%+v, %v", b, err)
		}
		if s.asked[0].wait != "30s" || s.asked[1].wait != "" || s.asked[2].wait != "" {
			t.Errorf("asked %+v", s.asked)
		}
		s = &script{polls: times(2, text(502, "text/html", "<html>"))}
		if _, err := s.client(t).Wait(t.Context(), "1"); err == nil || len(s.asked) != 2 {
			t.Errorf("%v after %d requests", err, len(s.asked))
		}
	})
}

func TestWaitRefused(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"blob_not_found", "unauthorized", "internal"} {
		s := &script{polls: times(1, refusal(400, code))}
		if _, err := s.client(t).Wait(t.Context(), "1"); !errors.Is(err, &client.Error{Code: code}) || len(s.asked) != 1 {
			t.Errorf("%s: %v after %d requests", code, err, len(s.asked))
		}
	}
}

func TestWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waits := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		for _, h := range []http.HandlerFunc{shows(client.Queued), waits} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			s := &script{polls: times(1, h)}
			if _, err := s.client(t).Wait(ctx, "1"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			cancel()
		}
	})
}

// states collects what Watch yields.
func states(t *testing.T, ctx context.Context, c *client.Client) ([]client.Status, error) {
	t.Helper()
	var seen []client.Status
	for b, err := range c.Watch(ctx, "1") {
		if err != nil {
			return seen, err
		}
		seen = append(seen, b.Status)
	}
	if !slices.IsSortedFunc(seen, func(a, b client.Status) int { return slices.Index(order, a) - slices.Index(order, b) }) {
		t.Errorf("states came in the order %v", seen)
	}
	return seen, nil
}

var order = []client.Status{client.AwaitingUpload, client.Queued, client.Recognized, client.Failed, client.Expired}
