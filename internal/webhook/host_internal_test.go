package webhook

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"blobsight"
)

// bench holds hosts and attempts that are under way, in the time of a synctest bubble.
type bench struct {
	*testing.T
	hosts *hosts
}

// enter takes a place that must be there.
func (b bench) enter(name string) *place {
	b.Helper()
	p, err := b.hosts.enter(name, false)
	if err != nil {
		b.Fatalf("%s has no place: %v", name, err)
	}
	return p
}

// refused asks for a place that must not be there.
func (b bench) refused(name string) *blobsight.LaterError {
	b.Helper()
	_, err := b.hosts.enter(name, false)
	var later *blobsight.LaterError
	if !errors.As(err, &later) {
		b.Fatalf("%s has a place (%v)", name, err)
	}
	if later.After < minWait || later.After > maxWait {
		b.Errorf("%s: come back in %s", name, later.After)
	}
	return later
}

// take takes places until there are no more, and gives them.
func (b bench) take(name string) (places []*place) {
	for {
		p, err := b.hosts.enter(name, false)
		if err != nil {
			return places
		}
		places = append(places, p)
	}
}

// end ends attempts.
func (b bench) end(how reply, places ...*place) {
	for _, p := range places {
		p.leave(how.receipt, true)
	}
}

// once makes an attempt.
func (b bench) once(name string, how reply) {
	b.Helper()
	p := b.enter(name)
	time.Sleep(how.takes)
	b.end(how, p)
}

// inTime runs a test in a synctest bubble.
func inTime(t *testing.T, places, most int, test func(bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(bench{t, newHosts(time.Now, places, most)}) })
}

func TestLimitGrowsWithAnswers(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		for _, want := range []int{2, 4, 8, 16, 16} {
			got := b.take("a")
			if len(got) != want {
				b.Errorf("%d attempts at once, want %d", len(got), want)
			}
			if later := b.refused("a"); later.Patience != 0 || later.After > time.Second {
				b.Errorf("beyond the limit: %+v", later)
			}
			b.end(answers(404, 0), got...)
		}
		if got := b.take("b"); len(got) != firstLimit {
			b.Errorf("another host begins with %d, want %d", len(got), firstLimit)
		}
	})
	inTime(t, 256, 1, func(b bench) {
		for range 5 {
			got := b.take("a")
			if len(got) != 1 {
				b.Errorf("%d attempts at once, want 1", len(got))
			}
			b.end(answers(200, 0), got...)
		}
	})
}

// grow makes a host known as one that answers, with as many attempts at once as there can be.
func (b bench) grow(name string, takes time.Duration) {
	b.Helper()
	for range 16 {
		b.once(name, answers(200, takes))
	}
}

func TestSlowDown(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout} {
		inTime(t, 256, 16, func(b bench) {
			b.grow("a", time.Millisecond)
			began := time.Now()
			// All 16 are answered so, but that is one sign, not 16.
			got := b.take("a")
			time.Sleep(time.Millisecond)
			b.end(answers(status, 0), got...)
			want := firstPause
			for _, limit := range []int{8, 4, 2, 1, 1, 1, 1, 1} {
				if later := b.refused("a"); later.Patience == 0 || later.After < want-time.Millisecond || later.After > want+time.Second {
					b.Errorf("%d: come back in %s, want about %s", status, later.After, want)
				}
				if p := b.hosts.outlook("a"); p != blobsight.PriorityLowest {
					b.Errorf("%d: paused, priority %d", status, p)
				}
				time.Sleep(want)
				got = b.take("a")
				if len(got) != limit {
					b.Errorf("%d: %d attempts at once after %s, want %d", status, len(got), time.Since(began), limit)
				}
				b.end(answers(status, 0), got...)
				want = min(2*want, longestPause)
			}
			time.Sleep(longestPause)
			b.once("a", answers(500, 0)) // no success, so the next pause is no shorter
			b.once("a", answers(status, 0))
			if later := b.refused("a"); later.After < longestPause {
				b.Errorf("%d: without a success in between: %s", status, later.After)
			}
			time.Sleep(longestPause)
			b.once("a", answers(200, 0))
			b.once("a", answers(status, 0))
			if later := b.refused("a"); later.After > 2*firstPause {
				b.Errorf("%d: after a success: %s", status, later.After)
			}
		})
	}
}

func TestHostIsLeftAloneAsItWishes(t *testing.T) {
	t.Parallel()
	for wish, pause := range map[time.Duration]time.Duration{
		0:                firstPause,
		20 * time.Second: 20 * time.Second,
		5 * time.Minute:  5 * time.Minute,
		30 * time.Minute: 30 * time.Minute,
		48 * time.Hour:   time.Hour,
	} {
		inTime(t, 256, 16, func(b bench) {
			busy := answers(503, 0)
			busy.receipt.RetryAfter = wish
			b.once("a", busy)
			time.Sleep(pause - time.Millisecond)
			if later := b.refused("a"); later.Patience == 0 {
				b.Error("the wish is taken for a limit of ours")
			}
			time.Sleep(time.Millisecond)
			b.enter("a")
		})
	}
	// Another status with that header means this callback only.
	inTime(t, 256, 16, func(b bench) {
		failed := answers(500, 0)
		failed.receipt.RetryAfter = time.Hour
		b.once("a", failed)
		b.enter("a")
	})
}

// TestFlakyHostIsNoTrouble: a host that drops callbacks keeps its standing among those
// that answer, so that it need not wait behind silent ones.
func TestFlakyHostIsNoTrouble(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		b.grow("a", 10*time.Millisecond)
		for range 100 {
			for range 4 {
				b.once("a", reset)
				if got := b.hosts.find("a", time.Now()).standing(); got != fast {
					b.Fatalf("standing %d", got)
				}
			}
			b.once("a", answers(200, 10*time.Millisecond))
		}
		for range 50 {
			b.once("a", reset)
		}
		if got := b.hosts.find("a", time.Now()).standing(); got != trouble {
			b.Errorf("after a long run of misses: standing %d", got)
		}
	})
}

// TestPlacesByStanding: hosts of one standing, however many, leave the places of the others.
func TestPlacesByStanding(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ places, fast, slow, unknown, trouble int }{
		{256, 128, 64, 32, 32}, {64, 32, 16, 8, 8}, {8, 4, 2, 1, 1}, {1, 1, 1, 1, 1},
	} {
		inTime(t, tt.places, 16, func(b bench) {
			make := map[string]reply{"fast": answers(200, 10*time.Millisecond), "slow": answers(200, 2*time.Second), "trouble": reset}
			for kind, how := range make {
				for i := range 200 {
					b.once(fmt.Sprint(kind, i), how)
				}
			}
			for kind, want := range map[string]int{"fast": tt.fast, "slow": tt.slow, "unknown": tt.unknown, "trouble": tt.trouble} {
				var got []*place
				for i := range 200 {
					got = append(got, b.take(fmt.Sprint(kind, i))...)
				}
				if len(got) != want {
					b.Errorf("of %d places %s hosts get %d, want %d", tt.places, kind, len(got), want)
				}
				later := b.refused(fmt.Sprint(kind, 199))
				if later.Patience != 0 {
					b.Errorf("%s hosts are taken for silent ones", kind)
				}
				// They are kept, so that the next standing finds all others taken.
			}
		})
	}
}

// TestUnknownHostsShare: when many hosts are met for the first time, each gets one place.
func TestUnknownHostsShare(t *testing.T) {
	t.Parallel()
	inTime(t, 64, 16, func(b bench) {
		for i, want := range []int{2, 2, 1, 1, 1, 1, 0} {
			if got := b.take(fmt.Sprint("host", i)); len(got) != want {
				b.Errorf("host %d gets %d places, want %d", i, len(got), want)
			}
			if later := b.refused(fmt.Sprint("host", i)); later.After > maxPoolWait {
				b.Errorf("host %d: come back in %s", i, later.After)
			}
		}
	})
}

func TestOutlookOfUnknownHost(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		if b.hosts.outlook("a") != blobsight.PriorityLow || len(b.hosts.of) != 0 {
			b.Errorf("priority %d, %d hosts are remembered", b.hosts.outlook("a"), len(b.hosts.of))
		}
		b.once("a", answers(200, 10*time.Second))
		if b.hosts.outlook("a") != blobsight.PriorityNormal {
			b.Errorf("slow, but it answers: priority %d", b.hosts.outlook("a"))
		}
	})
}

// TestHostsAreForgotten: those that nobody has asked for longest, but none with an
// attempt under way.
func TestHostsAreForgotten(t *testing.T) {
	t.Parallel()
	inTime(t, 256, 16, func(b bench) {
		kept := b.enter("kept")
		for i := range maxHosts + 100 {
			time.Sleep(time.Millisecond)
			b.once(fmt.Sprint("host", i), answers(200, 0))
			b.once("used", answers(200, 0))
		}
		if n := len(b.hosts.of); n > maxHosts {
			b.Errorf("%d hosts are remembered, want %d", n, maxHosts)
		}
		for name, want := range map[string]bool{"kept": true, "used": true, "host0": false, fmt.Sprint("host", maxHosts): true} {
			if _, known := b.hosts.of[name]; known != want {
				b.Errorf("%s is remembered: %t", name, known)
			}
		}
		b.end(answers(200, 0), kept)
		if h := b.hosts; h.pools[fast].taken+h.pools[slow].taken+h.pools[unknown].taken+h.pools[trouble].taken != 0 {
			b.Errorf("places are lost: %+v", h.pools)
		}
	})
}
