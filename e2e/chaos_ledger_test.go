package e2e_test

import (
	"errors"
	"fmt"
	"time"
)

// ledger holds what a server says about its callbacks against what the receiver saw.
type ledger struct {
	schedule []time.Duration
	killed   time.Time // when the server was dead, with nothing of it under way any more

	orphans map[string]int // callbacks in flight when it was killed, by fate: seen, but not in the log
	classes map[string]int // attempts, by what the log says
	fates   map[string]int // callbacks, by what the receiver did
	ends    map[string]int // blobs, by where their callback stands
	late    []time.Duration
	tooSlow int // attempts that ran out of time although the receiver meant to answer
}

// entry is one line of the log and the callbacks that the receiver saw of it.
type entry struct {
	*chaosDelivery
	seen []sighting
}

// check looks at one blob.
func (l *ledger) check(b *chaosBlob, log []*chaosDelivery, seen []sighting) error {
	var errs []error
	for _, s := range seen {
		l.fates[s.fate.name]++
		if s.id != "msg_"+b.BlobID {
			errs = append(errs, fmt.Errorf("webhook-id is %q", s.id))
		}
	}
	entries, orphans := match(log, seen)
	for i, e := range entries {
		l.classes[e.Error.Class]++
		if e.tooSlow() {
			l.tooSlow++
		}
		errs = append(errs, e.check(i+1), l.checkNext(entries, i))
	}
	l.ends[b.Callback.Status]++
	return errors.Join(append(errs, l.checkOrphans(orphans, entries), l.checkEnd(b, entries))...)
}

// match gives each callback to the attempt that it was part of. What belongs to
// none was in flight when the server was killed.
func match(log []*chaosDelivery, seen []sighting) (entries []entry, orphans []sighting) {
	for i, d := range log {
		e := entry{chaosDelivery: d}
		for len(seen) > 0 && (i+1 == len(log) || seen[0].at.Before(log[i+1].At)) {
			s := seen[0]
			seen = seen[1:]
			// A server that is out of time does not wait until the receiver has looked.
			unseen := d.Error.Class == "timeout" && len(e.seen) == 0
			if s.at.Before(d.At) || s.at.After(d.end()) && !unseen {
				orphans = append(orphans, s)
				continue
			}
			e.seen = append(e.seen, s)
		}
		entries = append(entries, e)
	}
	return entries, append(orphans, seen...)
}

// last is what the receiver did with the attempt in the end. One that it did not see
// has been in vain.
func (e *entry) last() fate {
	if len(e.seen) == 0 {
		return fate{class: "timeout"}
	}
	return e.seen[len(e.seen)-1].fate
}

// tooSlow says whether the receiver, on a machine that is busy with other things,
// did not come to its answer, or not even to the callback, in time.
func (e *entry) tooSlow() bool {
	return e.Error.Class == "timeout" && e.DurationMS >= chaosTimeout.Milliseconds() && (len(e.seen) == 0 || e.last().class != "timeout")
}

// check says whether the log tells of the nth attempt what the receiver knows.
func (e *entry) check(n int) error {
	if e.Attempt != n {
		return fmt.Errorf("attempt %d is called %d", n, e.Attempt)
	}
	if e.Error.Class == "suspended" {
		if len(e.seen) > 0 {
			return fmt.Errorf("attempt %d is said to be suspended, and was made", n)
		}
		return nil
	}
	if len(e.seen) == 0 && !e.tooSlow() {
		return fmt.Errorf("attempt %d (%s %d) never came", n, e.Error.Class, e.HTTPStatus)
	}
	// A connection that is torn down when it is used again may have been so before
	// the message came: it is sent again at once over another one, in the same attempt.
	for _, s := range e.seen[:max(len(e.seen)-1, 0)] {
		if s.fate.name != reset {
			return fmt.Errorf("attempt %d was made again after %s", n, s.fate.name)
		}
	}
	last := e.last()
	if !e.tooSlow() && (last.class != e.Error.Class || last.status != e.HTTPStatus) {
		return fmt.Errorf("attempt %d met %s (class %q); the log says %d, class %q", n, last.name, last.class, e.HTTPStatus, e.Error.Class)
	}
	return nil
}

// checkNext says whether the attempt after this one was planned as the schedule
// and Retry-After say, and made no sooner.
func (l *ledger) checkNext(entries []entry, i int) error {
	e := entries[i]
	if i == len(entries)-1 {
		if e.NextAttemptAt != nil {
			return fmt.Errorf("attempt %d is the last one, and another is planned", i+1)
		}
		return nil
	}
	if e.NextAttemptAt == nil || e.Status != "failed" {
		return fmt.Errorf("attempt %d of %d is %q and plans none", i+1, len(entries), e.Status)
	}
	wait := l.schedule[min(i+1, len(l.schedule)-1)]
	if e.last().retryAfter == "1" && !e.tooSlow() {
		wait = max(wait, time.Second)
	}
	planned, made := *e.NextAttemptAt, entries[i+1].At
	if planned.Before(e.end().Add(wait - 4*time.Millisecond)) {
		return fmt.Errorf("attempt %d ended at %s and must be followed after %s; planned is %s", i+1, e.end(), wait, planned)
	}
	if made.Before(planned) {
		return fmt.Errorf("attempt %d was made %s too soon", i+2, planned.Sub(made))
	}
	l.late = append(l.late, made.Sub(planned))
	return nil
}

// checkOrphans: only what was in flight when the server was killed may be missing
// in its log, and only one attempt of each blob.
func (l *ledger) checkOrphans(orphans []sighting, entries []entry) error {
	for i, s := range orphans {
		l.orphans[s.fate.name]++
		if age := l.killed.Sub(s.at); age < 0 || age > inFlight {
			return fmt.Errorf("a callback that was met with %s is not in the log, %s before the server was killed", s.fate.name, age)
		}
		if i > 0 && orphans[i-1].fate.name != reset {
			return fmt.Errorf("two callbacks are not in the log: %s and %s", orphans[i-1].fate.name, s.fate.name)
		}
	}
	if len(orphans) > 0 && len(entries) > 0 && !entries[len(entries)-1].At.After(l.killed) {
		return fmt.Errorf("a callback came after the last attempt, which is %q", entries[len(entries)-1].Status)
	}
	return nil
}

// checkEnd says whether a callback ended as it should have, with what the
// receiver saw.
func (l *ledger) checkEnd(b *chaosBlob, entries []entry) error {
	if len(entries) == 0 {
		return fmt.Errorf("the callback is %s without any attempt", b.Callback.Status)
	}
	last := entries[len(entries)-1]
	for i, e := range entries {
		taken := len(e.seen) > 0 && e.last().class == "" && !e.tooSlow()
		if taken != (e.Status == "delivered") || taken && i < len(entries)-1 {
			return fmt.Errorf("attempt %d of %d is %q; taken by the receiver: %t", i+1, len(entries), e.Status, taken)
		}
	}
	switch c := b.Callback; {
	case c.Status != last.Status || c.Attempts != len(entries) || c.NextAttemptAt != nil:
		return fmt.Errorf("the callback stands as %+v after %d attempts, the last one %s", c, len(entries), last.Status)
	case c.LastAttemptAt == nil || !c.LastAttemptAt.Equal(last.At):
		return fmt.Errorf("the last attempt was at %s and not at %v", last.At, c.LastAttemptAt)
	case c.Status == "exhausted" && len(entries) != len(l.schedule) && last.Error.Class != "gone":
		return fmt.Errorf("exhausted after %d attempts", len(entries))
	case c.Status != "exhausted" && c.Status != "delivered":
		return fmt.Errorf("the callback is %s", c.Status)
	}
	return nil
}
