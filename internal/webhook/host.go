package webhook

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"time"

	"blobsight"
)

// Limits of the callbacks that are under way to one host at a time, so that a
// host which is slow or dead cannot take all of the server's attention.
const (
	maxPerHost     = 8 // while the host answers
	maxPerDeadHost = 1 // after an attempt that met nobody
	maxHosts       = 4096
)

// When to come back to a host whose places are taken: soon to one that answers;
// to a dead one after about the time of an attempt or two.
const (
	busyWait = 250 * time.Millisecond
	deadWait = 20 * time.Second
)

// hosts counts the attempts that are under way to each host.
type hosts struct {
	mu sync.Mutex
	of map[string]*host
}

type host struct {
	underWay int
	dead     bool // the last attempt met nobody
}

// enter takes a place for an attempt to the host of target. The error is a
// [blobsight.Later] when all are taken.
func (h *hosts) enter(target *url.URL) (leave func(error), err error) {
	name := strings.ToLower(target.Host)
	h.mu.Lock()
	defer h.mu.Unlock()
	at := h.of[name]
	if at == nil {
		h.forget()
		at = &host{}
		h.of[name] = at
	}
	limit, wait := maxPerHost, busyWait
	if at.dead {
		limit, wait = maxPerDeadHost, deadWait
	}
	if at.underWay >= limit {
		wait += time.Duration(rand.Int64N(int64(wait))) //nolint:gosec // spreading load needs no secret randomness
		return nil, &blobsight.Later{After: wait, Reason: "other callbacks to this host are under way"}
	}
	at.underWay++
	return func(err error) { h.leave(name, at, err) }, nil
}

// leave gives the place back and remembers whether anybody was met.
func (h *hosts) leave(name string, at *host, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at.underWay--
	at.dead = metNobody(err)
	if at.underWay == 0 && !at.dead {
		delete(h.of, name)
	}
}

// forget keeps the number of remembered hosts bounded: callback URLs come from
// outside. A dead host that is forgotten is found dead again.
func (h *hosts) forget() {
	if len(h.of) < maxHosts {
		return
	}
	for name, at := range h.of {
		if at.underWay == 0 {
			delete(h.of, name)
		}
	}
}
