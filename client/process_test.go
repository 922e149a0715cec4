package client_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"blobsight/client"
)

// inProcess answers requests without a network, so that time can be faked.
type inProcess struct{ handler http.HandlerFunc }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.handler(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	res := w.Result()
	if res.Header.Get("X-Silent") != "" {
		res.Body = silent(r.Context(), res.Body)
	}
	return res, nil
}

// silent is a body that does not end before the request does.
func silent(ctx context.Context, body io.Reader) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		_, _ = io.Copy(w, body)
		<-ctx.Done()
		_ = w.CloseWithError(ctx.Err())
	}()
	return r
}

// asked is a request that a client made.
type asked struct {
	at   time.Time
	path string
	wait string // in the query
	last string // Last-Event-ID
}

// script is a server that answers the requests of each kind in turn; the last
// answer stays.
type script struct {
	asked  []asked
	polls  []http.HandlerFunc // of GET /blobs/1
	events []http.HandlerFunc // of GET /blobs/1/events; none: there is no such thing
}

func (s *script) client(t *testing.T, change ...func(*http.Client)) *client.Client {
	t.Helper()
	h := &http.Client{Transport: inProcess{s.answer}}
	for _, f := range change {
		f(h)
	}
	return newClient(t, "http://blobsight.test", client.WithHTTPClient(h))
}

func (s *script) answer(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, asked{time.Now(), r.URL.Path, r.URL.Query().Get("wait"), r.Header.Get("Last-Event-ID")})
	answers := &s.polls
	if strings.HasSuffix(r.URL.Path, "/events") {
		answers = &s.events
	}
	switch len(*answers) {
	case 0:
		refusal(404, "not_found")(w, r)
	case 1:
		(*answers)[0](w, r)
	default:
		next := (*answers)[0]
		*answers = (*answers)[1:]
		next(w, r)
	}
}

// times repeats an answer.
func times(n int, h http.HandlerFunc) (out []http.HandlerFunc) {
	for range n {
		out = append(out, h)
	}
	return out
}

// shows answers with a blob in a state.
func shows(state client.Status) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(client.Blob{BlobID: "1", Status: state, Labels: []client.Label{}})
	}
}

// refusal answers in the form of the contract; text in that of others.
func refusal(status int, code string) http.HandlerFunc {
	return text(status, "application/json", `{"error":"No","code":"`+code+`"}`)
}

func text(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// streams answers with events and breaks off; quiet stays open.
func streams(events ...string) http.HandlerFunc {
	return text(200, "text/event-stream", strings.Join(events, ""))
}

func quiet(events ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Silent", "yes")
		streams(events...)(w, r)
	}
}

const (
	awaitingEvent   = "id: 1\nevent: awaiting_upload\ndata: {\"blob_id\":\"1\",\"status\":\"awaiting_upload\"}\n\n"
	queuedEvent     = "id: 2\nevent: queued\ndata: {\"blob_id\":\"1\",\"status\":\"queued\"}\n\n"
	recognizedEvent = "id: 3\nevent: recognized\ndata: {\"blob_id\":\"1\",\"status\":\"recognized\"}\n\n"
)
