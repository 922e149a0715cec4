package webhook

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"time"

	"blobsight"
)

// standing is what is known of a host from the last attempt.
type standing int

const (
	unknown  standing = iota // not called yet, or forgotten
	answered                 // with whatever status
	dead                     // nobody was met
)

// maxHosts bounds how many hosts are remembered: callback URLs come from outside.
const maxHosts = 4096

// hosts gives out the places for attempts that are under way, so that hosts
// that are slow or dead, be they one or many, cannot take the places of those
// that answer. Of all places a quarter is kept for hosts that have answered,
// and dead ones get a quarter at the most.
type hosts struct {
	places int // in all

	mu       sync.Mutex
	of       map[string]*host
	underWay [3]int // by the standing at the start of the attempt
}

type host struct {
	standing standing
	underWay int
}

func newHosts(places int) *hosts { return &hosts{places: places, of: map[string]*host{}} }

// enter takes a place for an attempt to the host of target. The error is a
// [blobsight.LaterError] when there is none.
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
	began := at.standing
	if !h.hasPlace(at) {
		return nil, &blobsight.LaterError{After: wait(began), Reason: "other callbacks are under way"}
	}
	at.underWay++
	h.underWay[began]++
	return func(err error) { h.leave(at, began, err) }, nil
}

// hasPlace says whether another attempt to a host may begin.
func (h *hosts) hasPlace(at *host) bool {
	quarter := max(h.places/4, 1)
	unproven := h.underWay[unknown] + h.underWay[dead]
	switch at.standing {
	case answered:
		return at.underWay < max(h.places/2, 1)
	case dead:
		return at.underWay == 0 && h.underWay[dead] < quarter && unproven < max(h.places-quarter, 1)
	default:
		return at.underWay < max(h.places/8, 1) && unproven < max(h.places-quarter, 1)
	}
}

// wait is when to come back: soon to a host that answers, and to a dead one
// after about the time that an attempt or two take.
func wait(s standing) time.Duration {
	base := 250 * time.Millisecond
	if s == dead {
		base = 20 * time.Second
	}
	return base + rand.N(base) //nolint:gosec // spreading load needs no secret randomness
}

// leave gives the place back and remembers whether anybody was met.
func (h *hosts) leave(at *host, began standing, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at.underWay--
	h.underWay[began]--
	at.standing = answered
	if metNobody(err) {
		at.standing = dead
	}
}

// forget makes room for another host. A host that is forgotten is met again as
// an unknown one.
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
