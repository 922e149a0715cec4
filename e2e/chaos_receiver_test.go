package e2e_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const (
	// Blobs call back to several hosts: each 429 and 503 makes the server leave a
	// host alone for a second at least.
	perHost, maxHosts = 25, 40
	// sleepyFrom is how many blobs a run must have for one host of four to be sleepy:
	// the server gives it up for ten seconds and more.
	sleepyFrom = 1000
	// nap is how long a sleepy host is dead, and how long it is awake, in turn.
	nap = 3 * time.Second
)

// unruly receives callbacks as badly as the net does, at several hosts. Those that
// are sleepy are dead half of the time.
type unruly struct {
	seed    uint64
	verify  *standardwebhooks.Webhook
	began   time.Time
	hosts   []*httptest.Server
	trap    *httptest.Server
	trapped atomic.Int64
	open    sync.Map // connections, by net.Conn

	mu   sync.Mutex
	seen map[int][]sighting // by number of the blob
	bad  []string           // callbacks that no receiver would take
}

// sighting is a callback as the receiver saw it.
type sighting struct {
	at   time.Time
	id   string // webhook-id
	fate fate
}

// newUnruly starts receivers for so many blobs. They verify with wh.
func newUnruly(t *testing.T, seed uint64, blobs int, wh *standardwebhooks.Webhook) *unruly {
	t.Helper()
	u := &unruly{seed: seed, verify: wh, began: time.Now(), seen: map[int][]sighting{}}
	u.trap = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { u.trapped.Add(1) }))
	for i := range min(blobs/perHost+1, maxHosts) {
		handle := u.receive
		if blobs >= sleepyFrom && i%4 == 3 {
			handle = u.doze
		}
		u.hosts = append(u.hosts, u.serve(handle))
	}
	t.Cleanup(func() {
		for _, s := range append(u.hosts, u.trap) {
			s.CloseClientConnections()
			s.Close()
		}
	})
	return u
}

// serve starts a host that knows who is connected.
func (u *unruly) serve(handle http.HandlerFunc) *httptest.Server {
	s := httptest.NewUnstartedServer(handle)
	s.Config.ConnState = func(c net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			u.open.Store(c, true)
		case http.StateClosed, http.StateHijacked:
			u.open.Delete(c)
		}
	}
	s.Start()
	return s
}

// url is where the callback of a blob goes.
func (u *unruly) url(blob int) string {
	return fmt.Sprintf("%s/%d", u.hosts[blob%len(u.hosts)].URL, blob)
}

func (u *unruly) receive(w http.ResponseWriter, req *http.Request) {
	u.note(req, fate{}).meet(w, req, u.trap.URL)
}

// doze answers nothing half of the time.
func (u *unruly) doze(w http.ResponseWriter, req *http.Request) {
	if time.Since(u.began)/nap%2 == 1 {
		u.note(req, fate{name: "asleep", class: "timeout"})
		<-req.Context().Done()
		tear(w)
		return
	}
	u.receive(w, req)
}

// note keeps a callback and says what is to be done with it, if that is not given.
func (u *unruly) note(req *http.Request, f fate) fate {
	now := time.Now()
	blob, err := strconv.Atoi(strings.TrimPrefix(req.URL.Path, "/"))
	if err != nil || req.Method != http.MethodPost {
		u.complain("%s %s", req.Method, req.URL)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		f = fate{name: reset, class: "connection"} // the server died while it sent this
	} else if err := u.verify.Verify(body, req.Header); err != nil {
		u.complain("blob %d: not verified: %v", blob, err)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if f.name == "" {
		f = draw(u.seed, blob, len(u.seen[blob]))
	}
	u.seen[blob] = append(u.seen[blob], sighting{at: now, id: req.Header.Get("webhook-id"), fate: f})
	return f
}

func (u *unruly) complain(format string, args ...any) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.bad = append(u.bad, fmt.Sprintf(format, args...))
}

// quiet waits until nobody is connected: what a dead server has sent has come.
func (u *unruly) quiet(t *testing.T) {
	t.Helper()
	await(t, "the receiver is still connected to the dead server", func() bool {
		n := 0
		u.open.Range(func(any, any) bool { n++; return true })
		return n == 0
	})
}
