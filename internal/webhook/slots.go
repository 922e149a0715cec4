package webhook

import (
	"math/rand/v2"
	"time"
)

const (
	// minWait is the soonest time to come back: a job that waits costs writes.
	minWait = 100 * time.Millisecond
	// maxWait is the latest: what is known of a host may be wrong by then. Places that
	// hosts share may be free again much sooner.
	maxWait, maxPoolWait = 10 * time.Minute, 30 * time.Second
	// slotsIdle is how long nobody came although times had been given out, after
	// which those who hold them are taken to be gone.
	slotsIdle = 10 * time.Second
)

// slots gives to each who must wait a time of its own to come back, one after the
// other. Its only state is a point in time, which the clock overtakes by itself,
// so those who never come back leave no trace.
type slots struct{ next time.Time }

// take gives how long to wait: until the time earliest at least, and so that no two
// come back within the time every. When the row gets longer than longest, any time
// in the second half of it must do.
func (s *slots) take(now, earliest time.Time, every, longest time.Duration) time.Duration {
	at := now
	for _, t := range []time.Time{earliest, s.next} {
		if t.After(at) {
			at = t
		}
	}
	wait := max(at.Sub(now), minWait)
	if wait > longest {
		return longest/2 + rand.N(longest/2) //nolint:gosec // spreading load needs no secret randomness
	}
	s.next = at.Add(every)
	return wait
}
