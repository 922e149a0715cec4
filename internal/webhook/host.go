package webhook

import (
	"net/http"
	"time"

	"blobsight"
)

// standing is what is known of a host. Each standing has places of its own.
type standing int

const (
	fast    standing = iota // answers soon
	slow                    // answers, but takes its time
	unknown                 // not called yet, or forgotten
	trouble                 // nobody was met lately, or ever
	standings
)

const (
	// slowFrom is the average time of attempts from which a host counts as slow.
	slowFrom = time.Second
	// firstLimit is how many attempts at once a host gets before it has answered; each
	// answer makes it one more, up to the limit of all hosts.
	firstLimit = 2
	// A host that asks for less is left alone for firstPause, doubling to
	// longestPause, or for as long as it says, up to maxPause.
	firstPause, longestPause, maxPause = time.Second, time.Minute, time.Hour
)

// host is what is remembered of one host.
type host struct {
	name string
	breaker
	slots
	took        time.Duration // an attempt, a moving average; 0: none was made
	limit       int           // attempts at once
	underWay    int
	began       time.Time // when the first of those under way did
	pausedUntil time.Time
	pause       time.Duration
	asked       time.Time // when a place was last wanted
	left        time.Time // when the last attempt ended
}

func (a *host) standing() standing {
	switch {
	case a.tripped(), a.heard.IsZero() && a.misses > 0:
		return trouble
	case a.heard.IsZero():
		return unknown
	case a.misses >= a.enough()/2: // it has stopped answering, or nearly so
		return trouble
	case a.took >= slowFrom:
		return slow
	default:
		return fast
	}
}

// atOnce is how many attempts may be under way.
func (a *host) atOnce() int {
	switch {
	case a.tripped():
		return 1
	case a.standing() == trouble:
		return max(a.limit/2, min(a.limit, firstLimit))
	default:
		return a.limit
	}
}

// nextProbe is when it will be known whether the host can be tried again.
func (a *host) nextProbe(now time.Time) time.Time {
	if now.Before(a.until) {
		return a.until
	}
	return now.Add(max(a.took, time.Second)) // one attempt is under way
}

// idle is for how long nobody has come although they might have.
func (a *host) idle(now time.Time) time.Duration {
	switch {
	case a.underWay > 0:
		return 0
	case a.pausedUntil.After(a.left):
		return now.Sub(a.pausedUntil)
	default:
		return now.Sub(a.left)
	}
}

// learn takes in what came of an attempt that ended now.
func (a *host) learn(r blobsight.Receipt, began, now time.Time, most int) {
	took := now.Sub(began)
	switch {
	case r.Status != 0 || r.Class == blobsight.FailureTLS:
		a.answer(now)
		a.average(took)
		if asksForLess(r.Status) {
			a.slowDown(r, began, now)
			return
		}
		a.limit = min(a.limit+1, most) // which doubles it with each round of answers
		if r.Class == "" && !began.Before(a.pausedUntil) {
			a.pause = 0
		}
	case r.Class == blobsight.FailureTimeout, r.Class == blobsight.FailureConnection, r.Class == blobsight.FailureDNS:
		a.miss(began, now)
		if a.tripped() {
			a.limit = min(a.limit, firstLimit) // it begins anew when it is back
		}
		if took > a.took { // being refused at once is no sign of speed
			a.average(took)
		}
	}
}

func (a *host) average(took time.Duration) {
	if a.took == 0 {
		a.took = took
	}
	a.took += (took - a.took) / 8
}

// asksForLess reports whether a status says that there are too many requests.
func asksForLess(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// slowDown leaves the host alone for a while and makes fewer attempts at once from
// then on. Of many attempts that were under way together only the first counts.
func (a *host) slowDown(r blobsight.Receipt, began, now time.Time) {
	if !began.Before(a.pausedUntil) {
		a.limit = max(a.limit/2, 1)
		a.pause = min(max(2*a.pause, firstPause), longestPause)
		a.pauseUntil(now.Add(a.pause))
	}
	a.pauseUntil(now.Add(min(r.RetryAfter, maxPause)))
}

func (a *host) pauseUntil(t time.Time) {
	if t.After(a.pausedUntil) {
		a.pausedUntil = t
	}
}
