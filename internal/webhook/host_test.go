package webhook_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/webhook"
)

// later asks for a callback that must find no place.
func later(t *testing.T, n *webhook.Notifier, target string) *blobsight.LaterError {
	t.Helper()
	var e *blobsight.LaterError
	r, err := n.Notify(t.Context(), blobFor(target))
	if !errors.As(err, &e) || r != (blobsight.Receipt{}) {
		t.Fatalf("%+v, %v, want to come back later", r, err)
	}
	return e
}

// TestNotifyLimitsHosts: a host that hangs gets no more than its places, by whatever
// spelling, and leaves those of a host that has answered before.
func TestNotifyLimitsHosts(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}, 16), make(chan struct{})
	hang := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		entered <- struct{}{}
		<-release
	}))
	defer hang.Close()
	good := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer good.Close()
	cfg := settings(t)
	cfg.Now = time.Now
	n := newNotifier(t, cfg)
	if p := n.Outlook(good.URL); p != blobsight.PriorityLow {
		t.Errorf("a host that is not known: priority %d", p)
	}
	if r := attempt(t, n, good.URL); r.Class != "" {
		t.Fatalf("%+v", r)
	}
	if p := n.Outlook(good.URL + "/another?path"); p != blobsight.PriorityNormal {
		t.Errorf("a host that has answered: priority %d", p)
	}

	byName := strings.Replace(hang.URL, "127.0.0.1", "localhost", 1)
	var wg sync.WaitGroup
	for _, target := range []string{byName, strings.Replace(byName, "localhost", "LocalHost", 1) + "/path"} {
		wg.Go(func() {
			if r, err := n.Notify(t.Context(), blobFor(target)); err != nil || r.Class != "" {
				t.Errorf("a callback that had a place failed: %+v, %v", r, err)
			}
		})
		<-entered
	}
	for _, target := range []string{byName, strings.Replace(byName, "localhost", "LOCALHOST.", 1), byName + "/?a", strings.Replace(byName, "localhost:", "localhost:0", 1)} {
		if e := later(t, n, target); e.Patience != 0 || e.After <= 0 || e.After > time.Second {
			t.Errorf("%s: beyond the places of the host: %+v", target, e)
		}
	}
	if r := attempt(t, n, good.URL); r.Class != "" {
		t.Errorf("the host that has answered: %+v", r)
	}
	close(release)
	wg.Wait()
}

// TestNotifySlowsDown: the header of a real answer reaches what is known of its host.
func TestNotifySlowsDown(t *testing.T) {
	t.Parallel()
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "300")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer busy.Close()
	n := newNotifier(t, settings(t))
	if r := attempt(t, n, busy.URL); r.Status != 429 || r.RetryAfter != 5*time.Minute {
		t.Errorf("%+v", r)
	}
	if e := later(t, n, busy.URL); e.Patience == 0 || e.After != 5*time.Minute {
		t.Errorf("%+v", e)
	}
	if p := n.Outlook(busy.URL); p != blobsight.PriorityLowest {
		t.Errorf("priority %d", p)
	}
}

// TestNotifyGivesUpSilentHost: and asks nobody for a message that is not sent.
func TestNotifyGivesUpSilentHost(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(mustNotBeCalled(t))
	gone.Close()
	cfg, made := settings(t), 0
	cfg.Body = func(*blobsight.Blob) ([]byte, error) { made++; return []byte("{}"), nil }
	n := newNotifier(t, cfg)
	for range 5 {
		if r := attempt(t, n, gone.URL); r.Class != blobsight.FailureConnection {
			t.Fatalf("%+v", r)
		}
	}
	if e := later(t, n, gone.URL); e.Patience == 0 || e.After != 10*time.Second || made != 5 {
		t.Errorf("%+v, %d messages made", e, made)
	}
}

// TestNotifyKeepsPlaces: what fails on our side, or is not sent, gives its place back.
func TestNotifyKeepsPlaces(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer receiver.Close()
	cfg, broken := settings(t), errors.New("broken")
	cfg.Allow = webhook.Allow{}
	cfg.Body = func(*blobsight.Blob) ([]byte, error) {
		if broken != nil {
			return nil, broken
		}
		return []byte("{}"), nil
	}
	n := newNotifier(t, cfg)
	for range 50 {
		if _, err := n.Notify(t.Context(), blobFor(receiver.URL)); !errors.Is(err, broken) {
			t.Fatal(err)
		}
	}
	broken = nil
	for range 50 {
		if r := attempt(t, n, receiver.URL); r.Class != blobsight.FailureAddress {
			t.Fatalf("%+v", r)
		}
	}
	if p := n.Outlook(receiver.URL); p != blobsight.PriorityLow {
		t.Errorf("priority %d", p)
	}
}
