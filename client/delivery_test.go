package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight/client"
	"blobsight/internal/app"
)

// receiver is a server for callbacks that answers with a status of its own choice,
// and tells of each callback.
type receiver struct {
	url    string
	status chan int    // of each answer in turn; none: 204
	came   chan string // webhook-id of each callback
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: make(chan int, 100), came: make(chan string, 100)}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		select {
		case status := <-r.status:
			w.WriteHeader(status)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
		r.came <- req.Header.Get(client.CallbackID)
	}))
	t.Cleanup(s.Close)
	r.url = s.URL
	return r
}

// callbackIs waits until the callback of a blob stands as wanted.
func callbackIs(t *testing.T, c *client.Client, id string, want client.CallbackStatus, attempts int) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; <-time.After(5 * time.Millisecond) {
		b, err := c.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if b.Callback.Status == want && b.Callback.Attempts == attempts {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("callback is %+v, want %s after %d attempts", b.Callback, want, attempts)
		}
	}
}

// told makes a blob that fails, and a callback that the receiver answers so.
func (r *receiver) told(t *testing.T, c *client.Client, status int, want client.CallbackStatus) string {
	t.Helper()
	r.status <- status
	created, err := c.Create(t.Context(), r.url)
	if err != nil {
		t.Fatal(err)
	}
	upload(t, c, created, []byte("no picture"))
	<-r.came
	callbackIs(t, c, created.BlobID, want, 1)
	return created.BlobID
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	c := setup(t, func(cfg *app.Config) { cfg.CallbackAllow = "127.0.0.0/8" }).client
	r := newReceiver(t)
	began := time.Now().Add(-time.Second)
	taken := r.told(t, c, http.StatusOK, client.CallbackDelivered)
	gone := r.told(t, c, http.StatusGone, client.CallbackExhausted)

	log, err := c.Deliveries(t.Context(), gone)
	if err != nil {
		t.Fatal(err)
	}
	if len(log) != 1 || log[0].Status != client.DeliveryExhausted || *log[0].HTTPStatus != 410 || log[0].Error.Class != "gone" || log[0].NextAttemptAt != nil {
		t.Errorf("log is %+v", log)
	}
	for _, size := range []int{0, 1, 1000} {
		want := []string{gone, taken}
		if diff := cmp.Diff(want, last(t, c, client.DeliveryOptions{PageSize: size, Since: began, Until: time.Now().Add(time.Minute)})); diff != "" {
			t.Errorf("pages of %d:\n%s", size, diff)
		}
	}
	if diff := cmp.Diff([]string{taken}, last(t, c, client.DeliveryOptions{Status: client.CallbackDelivered})); diff != "" {
		t.Errorf("delivered are\n%s", diff)
	}
	if got := last(t, c, client.DeliveryOptions{Until: began}); got != nil {
		t.Errorf("before we began: %v", got)
	}
	for _, err := range c.LastDeliveries(t.Context(), client.DeliveryOptions{Status: client.CallbackNone}) {
		if !errors.Is(err, &client.Error{Code: "invalid_request"}) {
			t.Errorf("a status without attempts: %v", err)
		}
	}
	if _, err := c.Deliveries(t.Context(), "none"); !errors.Is(err, client.ErrBlobNotFound) {
		t.Errorf("no blob: %v", err)
	}
}

// last are the blobs of a list.
func last(t *testing.T, c *client.Client, opt client.DeliveryOptions) (ids []string) {
	t.Helper()
	for d, err := range c.LastDeliveries(t.Context(), opt) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.BlobID)
	}
	return ids
}

func TestReplay(t *testing.T) {
	t.Parallel()
	c := setup(t, func(cfg *app.Config) { cfg.CallbackAllow = "127.0.0.0/8" }).client
	r := newReceiver(t)
	one, two := r.told(t, c, http.StatusGone, client.CallbackExhausted), r.told(t, c, http.StatusGone, client.CallbackExhausted)
	b, err := c.Replay(t.Context(), one)
	if err != nil || b.BlobID != one || b.Callback.Status != client.CallbackPending {
		t.Fatalf("%+v, %v", b, err)
	}
	if id := <-r.came; id != "msg_"+one {
		t.Errorf("the message has the id %s", id)
	}
	callbackIs(t, c, one, client.CallbackDelivered, 2)

	if n, err := c.ReplayAll(t.Context(), client.ReplayOptions{Since: time.Now().Add(-time.Hour)}); n != 1 || err != nil {
		t.Errorf("%d callbacks, %v", n, err)
	}
	callbackIs(t, c, two, client.CallbackDelivered, 2)
	if n, err := c.ReplayAll(t.Context(), client.ReplayOptions{Status: client.CallbackDelivered, Since: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Minute)}); n != 2 || err != nil {
		t.Errorf("%d callbacks, %v", n, err)
	}

	if _, err := c.Replay(t.Context(), submit(t, c, []byte("no picture")).BlobID); !errors.Is(err, client.ErrNoCallback) {
		t.Errorf("without a callback URL: %v", err)
	}
	if _, err := c.Replay(t.Context(), "none"); !errors.Is(err, client.ErrBlobNotFound) {
		t.Errorf("no blob: %v", err)
	}
	if _, err := c.ReplayAll(t.Context(), client.ReplayOptions{Since: time.Now().Add(time.Hour)}); err == nil || !strings.Contains(err.Error(), "since") {
		t.Errorf("in the future: %v", err)
	}
}

// TestReplayAllInParts: further requests ask for the span of the first one.
func TestReplayAllInParts(t *testing.T) {
	t.Parallel()
	var asked []string
	c, _ := handled(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, string(body))
		w.Header().Set("Content-Type", "application/json")
		if len(asked) == 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			_ = json.NewEncoder(w).Encode(map[string]string{"error": "No", "code": "internal"})
			return
		}
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprint(w, `{"replayed":1000,"more":true,"until":"2026-02-03T04:05:06Z"}`)
	})
	n, err := c.ReplayAll(t.Context(), client.ReplayOptions{Since: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
	if n != 2000 || !errors.Is(err, &client.Error{Code: "internal"}) {
		t.Errorf("%d callbacks, %v", n, err)
	}
	again := `{"since":"2026-01-02T03:04:05Z","until":"2026-02-03T04:05:06Z"}`
	if diff := cmp.Diff([]string{`{"since":"2026-01-02T03:04:05Z"}`, again, again}, asked); diff != "" {
		t.Error(diff)
	}
}
