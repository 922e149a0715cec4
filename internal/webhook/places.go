package webhook

import (
	"container/list"
	"sync"
	"time"

	"blobsight"
)

const (
	// maxHosts bounds how many hosts are remembered: callback URLs come from outside.
	maxHosts = 4096
	// silentPatience is how long a silent host is waited for before that counts.
	silentPatience = 5 * time.Minute
	// silentRate is how many callbacks to all silent hosts together come back in a second.
	silentRate = 20
	// firstEvery is between two callbacks that come back to a host that is not known yet.
	firstEvery = 4 * time.Millisecond
	// leastEvery is between two that come back to any host.
	leastEvery = 2 * time.Millisecond
)

// hosts gives out the places for attempts that are under way. Each standing has
// places of its own, so that hosts that are slow or silent, be they one or many,
// cannot take the places of those that answer; and each host has a limit, so that
// one cannot take the places of all others of its standing.
type hosts struct {
	now  func() time.Time
	most int // attempts at once to one host

	mu      sync.Mutex
	of      map[string]*list.Element
	byUse   *list.List // of *host, the last asked for at the front
	pools   [standings]pool
	silent  int       // hosts in trouble that were asked for lately
	counted time.Time // when they were counted
}

// pool holds the places of one standing.
type pool struct {
	slots
	places, taken int
	took          time.Duration // an attempt, a moving average
}

func newHosts(now func() time.Time, places, most int) *hosts {
	h := &hosts{now: now, most: most, of: map[string]*list.Element{}, byUse: list.New()}
	for s, part := range map[standing]int{fast: 2, slow: 4, unknown: 8, trouble: 8} {
		h.pools[s] = pool{places: max(places/part, 1), took: 100 * time.Millisecond}
	}
	return h
}

// place is the right to make one attempt.
type place struct {
	hosts *hosts
	at    *host
	in    *pool
	began time.Time
}

// enter takes a place for an attempt to the host name. Asked says that somebody
// wants just this attempt now, so a silent host is tried before its time. The error
// is a [blobsight.LaterError] when there is no place.
func (h *hosts) enter(name string, asked bool) (*place, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	at := h.find(name, now)
	in := &h.pools[at.standing()]
	if later := h.obstacle(at, in, now, asked); later != nil {
		return nil, later
	}
	if !at.tripped() && at.idle(now) > slotsIdle+4*h.every(at, now) {
		at.next = time.Time{}
	}
	if at.underWay == 0 {
		at.began = now
	}
	at.underWay++
	in.taken++
	return &place{hosts: h, at: at, in: in, began: now}, nil
}

// obstacle says why no attempt to a host may begin now, and when to come back; nil
// if one may.
func (h *hosts) obstacle(at *host, in *pool, now time.Time, asked bool) *blobsight.LaterError {
	switch {
	case at.tripped() && (now.Before(at.until) && !asked || at.underWay > 0):
		return &blobsight.LaterError{
			Reason: "the host has not answered for some time", Patience: silentPatience,
			After: at.take(now, at.nextProbe(now), h.every(at, now), maxWait),
		}
	case now.Before(at.pausedUntil):
		return &blobsight.LaterError{
			Reason: "the host has asked for fewer callbacks", Patience: maxPause,
			After: at.take(now, at.pausedUntil, h.every(at, now), maxWait),
		}
	case at.underWay >= at.atOnce():
		return &blobsight.LaterError{
			Reason: "other callbacks to the host are under way",
			After:  at.take(now, now, h.every(at, now), maxWait),
		}
	case in.taken >= in.places, at.standing() == unknown && at.underWay > 0 && in.taken >= in.places/2:
		// Of hosts that are met for the first time, one attempt each tells the most.
		every, longest := max(in.took/time.Duration(in.places), leastEvery), maxPoolWait
		if at.standing() == trouble {
			every, longest = max(every, time.Second/silentRate), maxWait
		}
		return &blobsight.LaterError{
			Reason: "callbacks to other hosts are under way",
			After:  in.take(now, now, every, longest),
		}
	}
	return nil
}

// every is how much time should be between two callbacks to a host that come back:
// as much as it needs for each, and at silent hosts so much that they do not keep
// anybody busy. One that is not known yet looks more like a silent one the longer
// its first answer takes.
func (h *hosts) every(at *host, now time.Time) time.Duration {
	switch at.standing() {
	case trouble:
		return time.Second / silentRate * time.Duration(max(h.countSilent(now), 1))
	case unknown:
		silence := time.Duration(0)
		if at.underWay > 0 {
			silence = now.Sub(at.began)
		}
		return min(max(silence/8, firstEvery), time.Second/silentRate)
	default:
		return max(at.took/time.Duration(at.atOnce()), leastEvery)
	}
}

// countSilent counts the silent hosts that callbacks wait for, at most once a second.
func (h *hosts) countSilent(now time.Time) int {
	if since := now.Sub(h.counted); since >= 0 && since < time.Second {
		return h.silent
	}
	h.silent, h.counted = 0, now
	for entry := h.byUse.Front(); entry != nil; entry = entry.Next() {
		at := entry.Value.(*host)
		if now.Sub(at.asked) > maxWait {
			break
		}
		if at.standing() == trouble {
			h.silent++
		}
	}
	return h.silent
}

// begin marks the start of the attempt, once the message is made.
func (p *place) begin() {
	now := p.hosts.now()
	p.hosts.mu.Lock()
	defer p.hosts.mu.Unlock()
	p.began = now
}

// leave gives the place back. If an attempt was made, its receipt is remembered.
func (p *place) leave(r blobsight.Receipt, made bool) {
	h := p.hosts
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	p.at.underWay--
	p.at.left = now
	p.in.taken--
	if made {
		p.in.took += (now.Sub(p.began) - p.in.took) / 8
		p.at.learn(r, p.began, now, h.most)
	}
}

// outlook is the priority of callbacks to a host.
func (h *hosts) outlook(name string) blobsight.Priority {
	h.mu.Lock()
	defer h.mu.Unlock()
	entry := h.of[name]
	if entry == nil {
		return blobsight.PriorityLow
	}
	at := entry.Value.(*host)
	switch {
	case at.tripped(), h.now().Before(at.pausedUntil):
		return blobsight.PriorityLowest
	case at.standing() == fast, at.standing() == slow:
		return blobsight.PriorityNormal
	default:
		return blobsight.PriorityLow
	}
}

// find gives what is known of a host. When too many are, the one that nobody has
// asked for longest is forgotten, and met again as an unknown one.
func (h *hosts) find(name string, now time.Time) *host {
	entry := h.of[name]
	if entry == nil {
		if len(h.of) >= maxHosts {
			h.forget()
		}
		entry = h.byUse.PushFront(&host{name: name, limit: min(firstLimit, h.most)})
		h.of[name] = entry
	}
	h.byUse.MoveToFront(entry)
	at := entry.Value.(*host)
	at.asked = now
	return at
}

func (h *hosts) forget() {
	for entry := h.byUse.Back(); entry != nil; entry = entry.Prev() {
		if at := entry.Value.(*host); at.underWay == 0 {
			h.byUse.Remove(entry)
			delete(h.of, at.name)
			return
		}
	}
}
