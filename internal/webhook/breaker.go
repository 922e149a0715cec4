package webhook

import (
	"math"
	"time"
)

const (
	// breakerMisses in a row, and no answer for the time breakerSilence, are the least
	// that must speak against a host before it is given up for a while. Against one
	// that has answered before there must be more: breakerMissesOfKnown at least, and
	// so many as would come by chance once in a million times, if it went on dropping
	// the share of attempts that it used to drop.
	breakerMisses, breakerMissesOfKnown, breakerSilence = 5, 10, 10 * time.Second
	breakerChance                                       = 1e-6
	// breakerMemory is the number of answers after which what came before counts little.
	breakerMemory = 64
	// breakerFirst is how long a host is given up at first, doubling to breakerLongest.
	breakerFirst, breakerLongest = 10 * time.Second, 5 * time.Minute
)

// breaker keeps attempts away from a host where nobody is met. It is closed as
// long as the host answers now and then; open for a time after a run of misses; and
// half open, for one attempt at a time, from then until there is an answer.
type breaker struct {
	misses  int           // in a row, of those that began after the last answer
	missed  int           // all since the last answer, until the breaker opened
	got     float64       // answers, the older the less they count
	lost    float64       // misses before them, likewise
	heard   time.Time     // last answer; zero: none yet
	until   time.Time     // open until then; zero: closed
	openFor time.Duration // how long the last time
}

// tripped reports whether the breaker is open or half open.
func (b *breaker) tripped() bool { return !b.until.IsZero() }

// answer closes the breaker: the host has given some answer, whatever it was.
func (b *breaker) answer(now time.Time) {
	const fade = 1 - 1.0/breakerMemory
	b.got, b.lost = b.got*fade+1, b.lost*fade+float64(b.missed)
	b.misses, b.missed, b.heard = 0, 0, now
	b.until, b.openFor = time.Time{}, 0
}

// miss counts an attempt that met nobody. One that began before the last answer
// says nothing new, nor does one that began before the breaker opened.
func (b *breaker) miss(began, now time.Time) {
	if !b.tripped() {
		b.missed++
	}
	if began.Before(b.heard) || b.tripped() && began.Before(b.until) {
		return
	}
	b.misses++
	if b.tripped() || b.misses >= b.enough() && now.Sub(b.heard) >= breakerSilence {
		b.openFor = min(max(2*b.openFor, breakerFirst), breakerLongest)
		b.until = now.Add(b.openFor)
	}
}

// enough is how many misses in a row speak against the host.
func (b *breaker) enough() int {
	if b.heard.IsZero() {
		return breakerMisses
	}
	// As long as little is known, half of the attempts may well be dropped.
	share := (b.lost + 2) / (b.lost + b.got + 4)
	return max(breakerMissesOfKnown, int(math.Log(breakerChance)/math.Log(share)))
}
