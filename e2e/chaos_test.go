package e2e_test

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	chaosSeed     = 5
	chaosBlobs    = 200 // unless CHAOS_BLOBS says another number
	chaosSchedule = "0s,100ms,200ms,400ms,800ms"
	chaosTimeout  = time.Second
	chaosWorkers  = 256 // callbacks at once, as by default
	settlePoll    = 500 * time.Millisecond

	// inFlight bounds how long before the death of the server a callback can have
	// come that the server had not written down: it was under way, or waiting for the disk.
	inFlight = chaosTimeout + 5*time.Second
)

// TestChaos: a receiver answers well, badly or not at all, tears connections
// down and redirects, and the server is killed in between. In the end every
// callback is delivered or exhausted as the schedule says, none is lost, and none
// comes after it was taken; the server's log says what the receiver saw.
func TestChaos(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("this test kills processes, which Windows does in another way")
	}
	n := chaosBlobs
	if text := os.Getenv("CHAOS_BLOBS"); text != "" { //nolint:forbidigo // a switch of this test alone
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 1 {
			t.Fatalf("CHAOS_BLOBS is %q, want a number", text)
		}
	}
	m := newMortal(t, binary(t, "0"), "--callback-allow", "127.0.0.1", "--callback-schedule", chaosSchedule,
		"--callback-timeout", chaosTimeout.String(), "--callback-workers", strconv.Itoa(chaosWorkers))
	m.start(t)
	u := newUnruly(t, chaosSeed, n, m.verifier(t))
	began := time.Now()
	l := newLoad(t, n, m.url, u.url)
	loaded := make(chan error, 1)
	go func() { loaded <- l.run(t.Context()) }()
	select {
	case <-l.half:
	case err := <-loaded:
		t.Fatalf("upload: %v\n%s", err, m.output)
	}
	m.close()
	u.quiet(t)
	killed := time.Now()
	m.start(t)
	if err := <-loaded; err != nil {
		t.Fatalf("upload: %v\n%s", err, m.output)
	}
	uploaded := time.Since(began)
	blobs := m.settle(t)
	t.Logf("%d blobs uploaded in %.1f s, all callbacks settled after %.1f s", n, uploaded.Seconds(), time.Since(began).Seconds())
	audit(t, m, u, l, blobs, killed)
}

// settle waits until no callback is pending; it gives up when nothing moves any more.
func (m *mortal) settle(t *testing.T) map[string]*chaosBlob {
	t.Helper()
	var last chaosDelivery
	for moved := time.Now(); ; time.Sleep(settlePoll) {
		if !m.busy(t) {
			blobs := m.blobs(t)
			if !slices.ContainsFunc(slices.Collect(maps.Values(blobs)), (*chaosBlob).pending) {
				return blobs
			}
		}
		if newest := m.newest(t, ""); newest != last {
			last, moved = newest, time.Now()
		}
		if time.Since(moved) > 2*patience {
			t.Fatalf("callbacks stay pending; the last attempt: %+v\n%s", last, m.output)
		}
	}
}

// busy says whether it is clear at a glance that there is something left to do.
func (m *mortal) busy(t *testing.T) bool {
	t.Helper()
	var queued struct {
		Blobs []chaosBlob `json:"blobs"`
	}
	m.get(t, "/blobs?limit=1&status=queued", &queued)
	return len(queued.Blobs) > 0 || m.newest(t, "&status=pending") != (chaosDelivery{})
}

// audit compares everything that the server says with what the receiver saw.
func audit(t *testing.T, m *mortal, u *unruly, l *load, blobs map[string]*chaosBlob, killed time.Time) {
	t.Helper()
	books := &ledger{
		killed: killed, orphans: map[string]int{}, classes: map[string]int{}, fates: map[string]int{}, ends: map[string]int{},
	}
	for text := range strings.SplitSeq(chaosSchedule, ",") {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		books.schedule = append(books.schedule, d)
	}
	last := m.last(t, "delivered")
	maps.Copy(last, m.last(t, "exhausted"))
	u.mu.Lock()
	defer u.mu.Unlock()
	for blob, id := range l.ids {
		b, log := blobs[id], m.log(t, id)
		if b == nil {
			t.Errorf("blob %d (%s) is lost", blob, id)
			continue
		}
		if err := books.check(b, log, u.seen[blob]); err != nil {
			t.Errorf("blob %d (%s): %v\nlog: %s\nseen: %s", blob, id, err, lines(log), lines(u.seen[blob]))
		}
		if end := last[id]; end == nil || len(log) == 0 || !end.At.Equal(log[len(log)-1].At) || end.Attempt != len(log) {
			t.Errorf("blob %d (%s): GET /deliveries says %+v", blob, id, end)
		}
	}
	for _, complaint := range u.bad {
		t.Error(complaint)
	}
	if u.trapped.Load() != 0 {
		t.Errorf("%d redirects were followed", u.trapped.Load())
	}
	if n := sum(books.orphans); n > chaosWorkers {
		t.Errorf("%d callbacks are not in the log, more than can have been in flight", n)
	}
	slices.Sort(books.late)
	t.Logf("callbacks ended: %v", books.ends)
	t.Logf("attempts in the log: %d, by class of failure: %v", sum(books.classes), books.classes)
	t.Logf("callbacks that the receiver saw: %d, by what it did: %v", sum(books.fates), books.fates)
	t.Logf("of them in flight when the server was killed: %d: %v", sum(books.orphans), books.orphans)
	t.Logf("attempts that ran out of time although the receiver meant to answer: %d", books.tooSlow)
	if n := len(books.late); n > 0 {
		t.Logf("attempts after the first came late by %s (median), %s (p99)", books.late[n/2], books.late[n*99/100])
	}
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func lines[T any](all []T) string {
	var out strings.Builder
	for _, one := range all {
		fmt.Fprintf(&out, "\n  %+v", one)
	}
	return out.String()
}
