package webhook

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestSlots: those who must wait come back one after the other, and nobody too late.
func TestSlots(t *testing.T) {
	t.Parallel()
	var s slots
	now := time.Now()
	for i := range 100 {
		want := max(time.Duration(i)*50*time.Millisecond, minWait)
		if got := s.take(now, now, 50*time.Millisecond, maxWait); got != want {
			t.Fatalf("number %d waits for %s, want %s", i, got, want)
		}
	}
	// Those who have gone leave no trace once their time has passed.
	now = now.Add(5 * time.Second)
	if got := s.take(now, now, 50*time.Millisecond, maxWait); got != minWait {
		t.Errorf("after all have gone: %s, want %s", got, minWait)
	}
	for range 100_000 {
		if got := s.take(now, now.Add(time.Minute), 50*time.Millisecond, maxWait); got < time.Minute || got > maxWait {
			t.Fatalf("in a long row: %s", got)
		}
	}
	if s.next.Sub(now) > maxWait+50*time.Millisecond {
		t.Errorf("the row has become %s long", s.next.Sub(now))
	}
	if got := s.take(now, now.Add(time.Hour), time.Millisecond, maxWait); got < maxWait/2 || got > maxWait {
		t.Errorf("when nothing can happen for an hour: %s", got)
	}
}

// TestSlotsOfThoseWhoVanish: 10,000 callbacks that wait for a host are deleted. Those
// that come after them need not wait for their turns to pass.
func TestSlotsOfThoseWhoVanish(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := bench{t, newHosts(time.Now, 256, 16)}
		b.grow("a", 2*time.Second)
		got := b.take("a")
		for range 10_000 {
			b.refused("a")
		}
		if later := b.refused("a"); later.After < maxWait/2 {
			t.Fatalf("the row is only %s long", later.After)
		}
		b.end(answers(200, 0), got...)
		time.Sleep(slotsIdle + time.Second)
		got = b.take("a") // the first of them finds out that nobody has come
		if later := b.refused("a"); len(got) != 16 || later.After > time.Second {
			t.Errorf("%d at once, the next after %s", len(got), later.After)
		}
	})
}

// TestSilentHostsShareTheirRate: callbacks to many silent hosts together come back no
// oftener than those to one.
func TestSilentHostsShareTheirRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := bench{t, newHosts(time.Now, 256, 16)}
		const count = 20
		for i := range count {
			for range breakerMisses {
				b.once(string(rune('a'+i)), reset)
			}
		}
		time.Sleep(time.Second) // so that they are counted anew
		came := map[int]int{}   // in each second
		for range 100 {
			for i := range count {
				came[int(b.refused(string(rune('a'+i))).After/time.Second)]++
			}
		}
		for second, n := range came {
			// Each host begins its row when it may be tried again.
			if n > silentRate+count {
				t.Errorf("%d come back in second %d, want about %d", n, second, silentRate)
			}
		}
	})
}
