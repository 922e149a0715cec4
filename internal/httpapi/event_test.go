package httpapi_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"blobsight/api"
)

// listener reads a stream of events.
type listener struct {
	t     *testing.T
	body  io.ReadCloser
	lines *bufio.Scanner
}

// listen opens the stream of a blob. Without a last event id it is empty.
func (s *server) listen(b api.CreatedBlob, lastEventID string) *listener {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.URL+"/blobs/"+b.BlobID+"/events", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if lastEventID != "" {
		req.Header.Set("Last-Event-ID", lastEventID)
	}
	res, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	for name, want := range map[string]string{"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"} {
		if got := res.Header.Get(name); res.StatusCode != http.StatusOK || got != want {
			s.t.Errorf("status %d, %s is %q, want %q", res.StatusCode, name, got, want)
		}
	}
	l := &listener{t: s.t, body: res.Body, lines: bufio.NewScanner(res.Body)}
	s.t.Cleanup(func() { res.Body.Close() })
	if got := l.block(); got != "retry: 1000" {
		s.t.Errorf("the stream begins with %q", got)
	}
	return l
}

// block reads up to an empty line; "" at the end of the stream.
func (l *listener) block() string {
	l.t.Helper()
	var lines []string
	for l.lines.Scan() {
		if l.lines.Text() == "" {
			return strings.Join(lines, "\n")
		}
		lines = append(lines, l.lines.Text())
	}
	if err := l.lines.Err(); err != nil && !errors.Is(err, http.ErrBodyReadAfterClose) {
		l.t.Errorf("the stream broke off: %v", err)
	}
	if len(lines) > 0 {
		l.t.Errorf("the stream ends with half a block: %q", lines)
	}
	return ""
}

// event is the next block that is no heartbeat.
func (l *listener) event() string {
	l.t.Helper()
	for {
		if b := l.block(); b != ":" {
			return b
		}
	}
}

func (l *listener) want(id int, name, data string) {
	l.t.Helper()
	if got, want := l.event(), fmt.Sprintf("id: %d\nevent: %s\ndata: %s", id, name, data); got != want {
		l.t.Errorf("event is\n%s\nwant\n%s", got, want)
	}
}

func (l *listener) wantEnd() {
	l.t.Helper()
	if got := l.event(); got != "" {
		l.t.Errorf("the stream goes on with %q", got)
	}
}

// TestEvents: the present state, each move, and the end; the data is what GET shows.
func TestEvents(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.created("")
	l := f.listen(b, "")
	l.want(1, "awaiting_upload", f.shown(b))
	f.upload(b)
	l.want(2, "queued", f.shown(b))
	f.recognize(b)
	l.want(3, "recognized", f.shown(b))
	l.wantEnd()
}

// TestEventsResume: what the client knows is not told again; an id that means
// nothing counts as none.
func TestEventsResume(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.created("")
	for _, id := range []string{" ", "0", "-1", "2", "3", "4", "x", "1.0", "9223372036854775808", "%zz"} {
		f.listen(b, id).want(1, "awaiting_upload", f.shown(b))
	}
	known := f.listen(b, "1")
	f.upload(b)
	known.want(2, "queued", f.shown(b))
	f.listen(b, "1").want(2, "queued", f.shown(b))
	f.recognize(b)
	known.want(3, "recognized", f.shown(b))
	known.wantEnd()
	for _, id := range []string{"", "1", "2", "7"} {
		l := f.listen(b, id)
		l.want(3, "recognized", f.shown(b))
		l.wantEnd()
	}
	if a := f.want(f.do("GET", "/blobs/"+b.BlobID+"/events", "", "Last-Event-ID: 3"), 204); a.body != "" {
		t.Errorf("body is %q", a.body)
	}
}

// TestEventsOfOtherEnds: failed and expired are final too.
func TestEventsOfOtherEnds(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.created("")
	l := f.listen(b, "1")
	f.pass(31 * time.Minute)
	if n, err := f.service.Expire(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	l.want(3, "expired", f.shown(b))
	l.wantEnd()
}

// TestHeartbeats: they come while nothing else does, also for longer than the
// server otherwise allows a request.
func TestHeartbeats(t *testing.T) {
	t.Parallel()
	f := newFlow(t, time.Second)
	b := f.created("")
	l := f.listen(b, "1")
	for range 1100 * time.Millisecond / heartbeat {
		if got := l.block(); got != ":" {
			t.Fatalf("got %q, want a heartbeat", got)
		}
	}
	f.upload(b)
	l.want(2, "queued", f.shown(b))
}

// TestEventsHead: who asks for the headers alone gets the connection back.
func TestEventsHead(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	b := decode[api.CreatedBlob](t, s.want(s.do("POST", "/blobs", `{"callback_url": null}`), 201))
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	for range 2 {
		req, err := http.NewRequest(http.MethodHead, s.URL+"/blobs/"+b.BlobID+"/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(req.Write(conn), conn.SetDeadline(time.Now().Add(10*time.Second))); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(answers, req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || got != "text/event-stream" {
			t.Errorf("status %d, type %q", res.StatusCode, got)
		}
	}
}

func TestEventsEndWithTheServer(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	l := f.listen(f.created(""), "1")
	close(f.stopping)
	l.wantEnd()
}

func TestEventsEndWithTheBlob(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.created("")
	l := f.listen(b, "1")
	f.want(f.do("DELETE", "/blobs/"+b.BlobID, ""), 204)
	l.wantEnd()
	f.want(f.do("GET", "/blobs/"+b.BlobID+"/events", ""), 404, `"code":"blob_not_found"`)
	f.want(f.do("POST", "/blobs/"+b.BlobID+"/events", ""), 405, `"code":"method_not_allowed"`)
}

// TestEventsEndWithTheClient: else Close would not return.
func TestEventsEndWithTheClient(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.listen(f.created(""), "1").body.Close()
	f.Close()
}
