package webhook

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"blobsight"
)

// reply is what a made-up host does to an attempt.
type reply struct {
	receipt blobsight.Receipt
	takes   time.Duration
}

func answers(status int, takes time.Duration) reply {
	r := blobsight.Receipt{Status: status}
	if status/100 != 2 {
		r.Class = blobsight.FailureStatus
	}
	return reply{r, takes}
}

var (
	stall = reply{blobsight.Receipt{Class: blobsight.FailureTimeout}, 15 * time.Second}
	reset = reply{blobsight.Receipt{Class: blobsight.FailureConnection}, time.Millisecond}
)

// crowd sends callers to hosts, in the time of a synctest bubble.
type crowd struct {
	t     *testing.T
	hosts *hosts
	wg    sync.WaitGroup

	mu      sync.Mutex
	made    int // attempts
	refused int
	silent  int // of those refused, by the breaker
	longest time.Duration
}

// call makes one attempt now, or gives why not.
func (c *crowd) call(name string, how func() reply) (blobsight.Receipt, *blobsight.LaterError) {
	p, err := c.hosts.enter(name, false)
	c.mu.Lock()
	var later *blobsight.LaterError
	if errors.As(err, &later) {
		c.refused++
		if later.Patience != 0 {
			c.silent++
		}
		c.longest = max(c.longest, later.After)
		c.mu.Unlock()
		return blobsight.Receipt{}, later
	}
	c.made++
	c.mu.Unlock()
	does := how()
	time.Sleep(does.takes)
	p.leave(does.receipt, true)
	return does.receipt, nil
}

// comeUntil has one caller come back until its callback is taken or the time is over.
func (c *crowd) comeUntil(end time.Time, name string, how func() reply) {
	c.wg.Go(func() {
		for time.Now().Before(end) {
			receipt, later := c.call(name, how)
			switch {
			case later != nil:
				time.Sleep(later.After)
			case receipt.Class == "":
				return
			default:
				time.Sleep(time.Minute) // the schedule
			}
		}
	})
}

func newCrowd(t *testing.T, h *hosts) *crowd { return &crowd{t: t, hosts: h} }

// TestSilentHostDelaysNobody: 10,000 callbacks wait for a host that says nothing.
// Those to a host that answers never wait for a place, and those that wait cause
// little work.
func TestSilentHostDelaysNobody(t *testing.T) {
	t.Parallel()
	const span = 30 * time.Minute
	for name, dead := range map[string]reply{"stalls": stall, "refuses": reset} {
		synctest.Test(t, func(t *testing.T) {
			h := newHosts(time.Now, 256, 16)
			crowd, good := newCrowd(t, h), newCrowd(t, h)
			end := time.Now().Add(span)
			for range 10_000 {
				crowd.comeUntil(end, "dead.example:80", func() reply { return dead })
			}
			settled, before := time.Now().Add(10*time.Minute), 0
			for time.Now().Before(end) {
				if before == 0 && time.Now().After(settled) {
					crowd.mu.Lock()
					before = crowd.refused
					crowd.mu.Unlock()
				}
				for range 2 {
					good.wg.Go(func() {
						if _, later := good.call("good.example:80", func() reply { return answers(200, 5*time.Millisecond) }); later != nil {
							t.Errorf("%s: a callback to the good host has to wait: %v", name, later)
						}
					})
				}
				time.Sleep(100 * time.Millisecond)
			}
			good.wg.Wait()
			crowd.wg.Wait()
			perSecond := float64(crowd.refused-before) / end.Sub(settled).Seconds()
			t.Logf("%s: %d attempts, %d refused, %.1f a second; %d good", name, crowd.made, crowd.refused, perSecond, good.made)
			if perSecond > 25 {
				t.Errorf("%s: %.1f callbacks a second come back for nothing, want about 20", name, perSecond)
			}
			if crowd.made > 200 {
				t.Errorf("%s: %d attempts to a host that says nothing", name, crowd.made)
			}
		})
	}
}

// TestCrowdOfOneHost: many callbacks to one host that answers are all made, at the
// rate at which it can take them, and few of them come in vain more than once or twice.
func TestCrowdOfOneHost(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		callers       int
		takes, within time.Duration
	}{
		"10 ms": {10_000, 10 * time.Millisecond, 2 * time.Minute},
		"1 s":   {5_000, time.Second, 8 * time.Minute},
		"10 s":  {2_000, 10 * time.Second, 40 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			crowd := newCrowd(t, newHosts(time.Now, 256, 16))
			began := time.Now()
			for range tt.callers {
				crowd.comeUntil(began.Add(24*time.Hour), "busy.example:80", func() reply { return answers(200, tt.takes) })
			}
			crowd.wg.Wait()
			took := time.Since(began)
			t.Logf("%s: %d made, %d refused, in %s, longest wait %s", name, crowd.made, crowd.refused, took, crowd.longest)
			if took > tt.within || crowd.made != tt.callers || crowd.silent > 0 {
				t.Errorf("%s: %d made in %s, want %d within %s", name, crowd.made, took, tt.callers, tt.within)
			}
			if crowd.longest > maxWait {
				t.Errorf("%s: one had to wait for %s", name, crowd.longest)
			}
		})
	}
}

// TestFlakyHostIsNeverCutOff: a host that has answered once answers some and drops the others.
func TestFlakyHostIsNeverCutOff(t *testing.T) {
	t.Parallel()
	for _, drop := range []reply{stall, reset} {
		for _, share := range []float64{0.1, 0.3, 0.5, 0.6} {
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(1, 2))
				var mu sync.Mutex
				crowd := newCrowd(t, newHosts(time.Now, 256, 16))
				crowd.call("flaky.example:80", func() reply { return answers(200, 0) })
				for range 1000 {
					crowd.comeUntil(time.Now().Add(24*time.Hour), "flaky.example:80", func() reply {
						mu.Lock()
						defer mu.Unlock()
						if random.Float64() < share {
							return drop
						}
						return answers(200, 20*time.Millisecond)
					})
				}
				began := time.Now()
				crowd.wg.Wait()
				t.Logf("%s %.0f %%: %d made, %d refused, %d by the breaker, in %s", drop.receipt.Class, 100*share, crowd.made, crowd.refused, crowd.silent, time.Since(began))
				if crowd.silent > 0 {
					t.Errorf("%s %.0f %%: cut off %d times", drop.receipt.Class, 100*share, crowd.silent)
				}
			})
		}
	}
}
