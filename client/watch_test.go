package client_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight/client"
)

// TestWatch: a real server tells each state in one answer.
func TestWatch(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	created := create(t, b.client)
	counted := &counter{base: &http.Transport{}}
	t.Cleanup(counted.base.CloseIdleConnections)
	c := newClient(t, b.url, client.WithHTTPClient(&http.Client{Transport: counted}))
	var seen []client.Status
	for blob, err := range c.Watch(t.Context(), created.BlobID) {
		if err != nil {
			t.Fatal(err)
		}
		if seen = append(seen, blob.Status); len(seen) == 1 {
			upload(t, b.client, created, sample(t, "lemon.jpg"))
		}
		if blob.Status == client.Recognized && (len(blob.Labels) == 0 || blob.Callback == nil) {
			t.Errorf("blob is %+v", blob)
		}
	}
	if seen[0] != client.AwaitingUpload || seen[len(seen)-1] != client.Recognized || len(seen) > 3 || counted.n != 1 {
		t.Errorf("states %v in %d requests", seen, counted.n)
	}
	for range c.Watch(t.Context(), create(t, b.client).BlobID) {
		break // the server must not be held up by us
	}
}

func TestWatchOfDeletedBlob(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	created := create(t, c)
	var last error
	for b, err := range c.Watch(t.Context(), created.BlobID) {
		if last = err; b != nil {
			if err := c.Delete(t.Context(), created.BlobID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !errors.Is(last, client.ErrBlobNotFound) {
		t.Errorf("got %v", last)
	}
}

// TestWatchResumes: after a stream was cut off, the next one is asked for what is
// not known yet, when the server says.
func TestWatchResumes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{events: []http.HandlerFunc{
			streams("retry: 5000\n\n", awaitingEvent, queuedEvent[:20]),
			streams("retry: 1000\n\n", ":\n\n"),
			streams("\ufeff:\r\n\r\n", queuedEvent, queuedEvent),
			streams(recognizedEvent, queuedEvent),
		}}
		seen, err := states(t, t.Context(), s.client(t))
		if diff := cmp.Diff([]client.Status{client.AwaitingUpload, client.Queued, client.Recognized}, seen); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		began := s.asked[0].at
		want := []asked{
			{began, "/blobs/1/events", "", ""},
			{began.Add(5 * time.Second), "/blobs/1/events", "", "1"},
			{began.Add(6 * time.Second), "/blobs/1/events", "", "1"},
			{began.Add(7 * time.Second), "/blobs/1/events", "", "2"},
		}
		if diff := cmp.Diff(want, s.asked, cmp.AllowUnexported(asked{})); diff != "" {
			t.Error(diff)
		}
	})
}

// TestWatchPolls: where no stream comes through, the blob is polled.
func TestWatchPolls(t *testing.T) {
	t.Parallel()
	for name, events := range map[string]http.HandlerFunc{
		"older server":        refusal(404, "not_found"),
		"much older server":   refusal(405, "method_not_allowed"),
		"proxy's page":        text(404, "text/html", "<html>"),
		"not acceptable":      text(406, "text/plain", "no"),
		"bad gateway":         text(502, "text/html", "<html>"),
		"a page":              text(200, "text/html", "<html>"),
		"a blob":              shows(client.AwaitingUpload),
		"nothing":             streams(),
		"no blob":             streams("data: hello\n\n"),
		"silence":             quiet(),
		"nothing more to say": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				polls := append(append(times(3, shows(client.AwaitingUpload)), times(17, shows(client.Queued))...), shows(client.Recognized))
				s := &script{events: times(1, events), polls: polls}
				seen, err := states(t, t.Context(), s.client(t))
				if diff := cmp.Diff([]client.Status{client.AwaitingUpload, client.Queued, client.Recognized}, seen); err != nil || diff != "" {
					t.Errorf("%v\n%s", err, diff)
				}
				if len(s.asked) != 22 || s.asked[1].path != "/blobs/1" || s.asked[1].wait != "" {
					t.Errorf("%d requests, the second is %+v", len(s.asked), s.asked[1])
				}
			})
		})
	}
}

// TestWatchPollsOn: what is known is not told again.
func TestWatchPollsOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{
			events: []http.HandlerFunc{streams(awaitingEvent), text(502, "text/html", "<html>")},
			polls:  []http.HandlerFunc{shows(client.AwaitingUpload), shows(client.Expired)},
		}
		seen, err := states(t, t.Context(), s.client(t))
		if diff := cmp.Diff([]client.Status{client.AwaitingUpload, client.Expired}, seen); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	})
}

// TestWatchNoticesSilence: a stream that brings not even a heartbeat is dead.
func TestWatchNoticesSilence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{events: []http.HandlerFunc{quiet(queuedEvent), quiet(recognizedEvent)}}
		seen, err := states(t, t.Context(), s.client(t))
		if diff := cmp.Diff([]client.Status{client.Queued, client.Recognized}, seen); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		if took := s.asked[1].at.Sub(s.asked[0].at); took != 46*time.Second {
			t.Errorf("resumed after %s", took)
		}
	})
}

func TestWatchRefused(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"blob_not_found", "unauthorized", "internal"} {
		s := &script{events: times(1, refusal(400, code))}
		if _, err := states(t, t.Context(), s.client(t)); !errors.Is(err, &client.Error{Code: code}) || len(s.asked) != 1 {
			t.Errorf("%s: %v after %d requests", code, err, len(s.asked))
		}
	}
}

func TestWatchStopsEarly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, s := range []*script{{events: times(1, quiet(queuedEvent))}, {polls: times(1, shows(client.Queued))}} {
			for range s.client(t).Watch(t.Context(), "1") {
				break
			}
			if n := len(s.asked) - len(s.polls); n != 1 {
				t.Errorf("asked %+v", s.asked)
			}
		}
	})
}

func TestWatchEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, s := range []*script{
			{events: times(1, quiet(queuedEvent))}, {events: times(1, streams(queuedEvent))}, {events: times(1, quiet())}, {polls: times(1, shows(client.Queued))},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			if _, err := states(t, ctx, s.client(t)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v after %+v", err, s.asked)
			}
			cancel()
		}
	})
}
