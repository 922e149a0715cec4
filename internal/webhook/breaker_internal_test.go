package webhook

import (
	"strconv"
	"testing"
	"time"

	"blobsight"
)

func TestBreaker(t *testing.T) {
	t.Parallel()
	for _, miss := range []reply{stall, reset, {blobsight.Receipt{Class: blobsight.FailureDNS}, 0}} {
		inTime(t, 256, 16, func(b bench) {
			// A host that was never heard of is given up after five.
			for i := range breakerMisses {
				if b.hosts.outlook("a") != blobsight.PriorityLow {
					b.Errorf("%s: after %d misses: priority %d", miss.receipt.Class, i, b.hosts.outlook("a"))
				}
				b.once("a", miss)
			}
			for _, open := range []time.Duration{10, 20, 40, 80, 160, 300, 300} {
				open *= time.Second
				if later := b.refused("a"); later.Patience == 0 || later.After < open || later.After > open+10*time.Second {
					b.Errorf("%s: open for %s: %+v", miss.receipt.Class, open, later)
				}
				if b.hosts.outlook("a") != blobsight.PriorityLowest {
					b.Errorf("%s: open, priority %d", miss.receipt.Class, b.hosts.outlook("a"))
				}
				time.Sleep(open - time.Millisecond)
				b.refused("a")
				time.Sleep(time.Millisecond)
				probe := b.enter("a")
				if later := b.refused("a"); later.Patience == 0 || later.After < max(miss.takes, time.Second) {
					b.Errorf("%s: beside the probe: %+v", miss.receipt.Class, later)
				}
				time.Sleep(miss.takes)
				b.end(miss, probe)
			}
			// A probe that says nothing of the host is no probe.
			time.Sleep(5 * time.Minute)
			b.enter("a").leave(blobsight.Receipt{}, false)
			b.once("a", reply{receipt: blobsight.Receipt{Class: blobsight.FailureAddress}})
			// An answer of any status closes it.
			b.once("a", answers(500, 0))
			if b.hosts.outlook("a") != blobsight.PriorityNormal {
				b.Errorf("%s: closed, priority %d", miss.receipt.Class, b.hosts.outlook("a"))
			}
			if got := b.take("a"); len(got) < firstLimit {
				b.Errorf("%s: closed, %d at once", miss.receipt.Class, len(got))
			}
		})
	}
}

// TestBreakerAsked: who asks for an attempt need not wait for the end of the breaker's
// time, but only one is made.
func TestBreakerAsked(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		for range breakerMisses {
			b.once("a", reset)
		}
		b.refused("a")
		p, err := b.hosts.enter("a", true)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := b.hosts.enter("a", true); err == nil {
			b.Error("two attempts on a silent host at once")
		}
		b.end(answers(204, time.Millisecond), p)
		b.enter("a")
	})
}

// TestUnknownHostLooksSilent: the longer a new host says nothing, the more seldom
// those come back who wait for it; but soon when it answers.
func TestUnknownHostLooksSilent(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		got := b.take("a")
		for _, c := range []struct{ silence, every time.Duration }{
			{0, firstEvery}, {160 * time.Millisecond, 20 * time.Millisecond}, {9 * time.Second, time.Second / silentRate},
		} {
			time.Sleep(c.silence)
			now := time.Now()
			if every := b.hosts.every(b.hosts.find("a", now), now); every != c.every {
				b.Errorf("after %s of silence one comes back each %s, want %s", c.silence, every, c.every)
			}
		}
		b.end(answers(204, time.Millisecond), got...)
		b.enter("a")
	})
}

func TestBreakerOfKnownHost(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		b.grow("a", time.Millisecond)
		// However many are refused, ten seconds without an answer are needed.
		for range 100 {
			b.once("a", reset)
		}
		time.Sleep(breakerSilence)
		b.once("a", reset)
		if later := b.refused("a"); later.Patience == 0 {
			b.Errorf("after a hundred refused in ten seconds: %+v", later)
		}
	})
	inTime(t, 256, 16, func(b bench) {
		b.grow("a", time.Millisecond)
		got := b.take("a")
		time.Sleep(15 * time.Second)
		b.end(stall, got...)
		if later := b.refused("a"); later.Patience == 0 {
			b.Errorf("after 16 have met nobody within 15 s: %+v", later)
		}
	})
	// An attempt that is answered late closes it, and the host begins anew.
	inTime(t, 256, 16, func(b bench) {
		b.grow("a", time.Millisecond)
		got := b.take("a")
		time.Sleep(15 * time.Second)
		b.end(stall, got[1:]...)
		if later := b.refused("a"); later.Patience == 0 || later.After > breakerFirst+time.Second {
			b.Errorf("after 15 have met nobody: %+v", later)
		}
		b.end(answers(200, 0), got[0])
		if got := b.take("a"); len(got) != firstLimit+1 {
			b.Errorf("after it has come back: %d at once, want %d", len(got), firstLimit+1)
		}
	})
	// What began before the last answer says nothing about the time after it.
	inTime(t, 256, 16, func(b bench) {
		b.grow("a", time.Millisecond)
		got := b.take("a")
		time.Sleep(time.Second)
		b.end(answers(200, 0), got[0])
		time.Sleep(14 * time.Second)
		b.end(stall, got[1:]...)
		b.enter("a")
	})
}

// BenchmarkPlaces: what it costs to get a place, or none, among as many hosts as are remembered.
func BenchmarkPlaces(b *testing.B) {
	h := newHosts(time.Now, 256, 16)
	for i := range maxHosts {
		for range breakerMisses {
			if p, err := h.enter(strconv.Itoa(i), false); err == nil {
				p.leave(reset.receipt, true)
			}
		}
	}
	b.Run("place", func(b *testing.B) {
		for b.Loop() {
			p, err := h.enter("good", false)
			if err != nil {
				b.Fatal(err)
			}
			p.leave(answers(200, 0).receipt, true)
		}
	})
	b.Run("none", func(b *testing.B) {
		for b.Loop() {
			if _, err := h.enter("17", false); err == nil {
				b.Fatal("a place at a silent host")
			}
		}
	})
	b.Run("another host", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p, err := h.enter("new"+strconv.Itoa(i), false)
			if err != nil {
				b.Fatal(err)
			}
			p.leave(answers(200, 0).receipt, true)
		}
	})
}
