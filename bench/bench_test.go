package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	s := series{9, 1, 8, 2, 7, 3, 6, 4, 5, 10}
	for p, want := range map[float64]float64{0: 1, 1: 1, 10: 1, 11: 2, 50: 5, 90: 9, 99: 10, 100: 10} {
		if got := s.percentile(p); got != want {
			t.Errorf("%v %% is %v, want %v", p, got, want)
		}
	}
	if s[0] != 9 {
		t.Error("the series was sorted in place")
	}
	if got := (series{}).median(); got == got {
		t.Errorf("the median of nothing is %v", got)
	}
}

// queue serves one caller at a time, each for d, in the order of arrival.
func queue(d time.Duration) func(context.Context) error {
	free := make(chan struct{}, 1)
	return func(context.Context) error {
		free <- struct{}{}
		time.Sleep(d) // in a bubble, where time is not real
		<-free
		return nil
	}
}

func TestClosedLoop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		took, all, err := closedLoop(t.Context(), 4, time.Second, queue(10*time.Millisecond))
		if err != nil || len(took) != 103 || all != 1030*time.Millisecond {
			t.Errorf("%d calls in %s, error %v; want 100 and the 3 that were waiting, in 1.03s", len(took), all, err)
		}
		if took.median() != 40 {
			t.Errorf("a call took %v ms, want 40: 10, and three others before it", took.median())
		}
	})
}

// TestOpenLoop: callers come every 10 ms to a server that needs 30. Measured
// from when they are let in, each would take 30.
func TestOpenLoop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		took, err := openLoop(t.Context(), 5, 10*time.Millisecond, queue(30*time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(series{30, 50, 70, 90, 110}, took); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLoopsEndWithTheFirstError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken, calls := errors.New("broken"), 0
		fail := func(context.Context) error {
			calls++
			return broken
		}
		if _, _, err := closedLoop(t.Context(), 1, time.Hour, fail); !errors.Is(err, broken) || calls != 1 {
			t.Errorf("closed loop: error %v after %d calls", err, calls)
		}
		begin := time.Now()
		if _, err := openLoop(t.Context(), 100, time.Hour, fail); !errors.Is(err, broken) || calls != 2 || time.Since(begin) > time.Hour {
			t.Errorf("open loop: error %v after %d calls and %s", err, calls-1, time.Since(begin))
		}
	})
}

func TestLoopsEndWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 25*time.Millisecond)
		defer cancel()
		quick := func(context.Context) error { return nil }
		if _, err := openLoop(ctx, 100, 10*time.Millisecond, quick); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestPerOperation(t *testing.T) {
	t.Parallel()
	got, err := perOperation([]byte("goos: linux\nBenchmarkX/threads=1 \t 33\t  35500000 ns/op\t 12 B/op\nBenchmarkX/threads=1-2  1  1000000.5 ns/op\nPASS\n"))
	if diff := cmp.Diff(series{35.5, 1.0000005}, got); diff != "" || err != nil {
		t.Errorf("error %v\n%s", err, diff)
	}
	if _, err := perOperation([]byte("PASS\n")); err == nil {
		t.Error("no benchmark, and no error")
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	tests := map[string]row{
		"| w | h | below 20 ms | 3 ms (1-19.5, n=3); note | yes |":                      {target: below(20), unit: "ms", runs: series{3, 19.5, 1}, note: "note"},
		"| w | h | below 20 ms | 3 ms (1-20, n=3) | yes, but not in every run |":        {target: below(20), unit: "ms", runs: series{3, 20, 1}},
		"| w | h | at least 500 /s | 499 /s (1-501, n=3) | **no** |":                    {target: atLeast(500), unit: "/s", runs: series{499.2, 1, 501}},
		"| w | h | at least 500 /s | 500 /s (1-501, n=3) | yes, but not in every run |": {target: atLeast(500), unit: "/s", runs: series{500, 1, 501}},
		"| w | h | - | 0.25 MB | - |":                                                   {unit: "MB", runs: series{0.25}},
		"| w | h | below 60 MB | skipped: why | not measured |":                         {target: below(60), unit: "MB", skipped: "skipped: why"},
	}
	for want, r := range tests {
		r.what, r.how = "w", "h"
		if got := strings.TrimSpace(r.String()); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	names, usual := []string{"start", "flow", "callbacks"}, []string{"start", "flow"}
	if _, err := choose("start,nothing", names, usual); err == nil || !strings.Contains(err.Error(), `"nothing"`) {
		t.Errorf("got %v", err)
	}
	for only, want := range map[string][]string{"": usual, "flow": {"flow"}, "callbacks,start": {"callbacks", "start"}} {
		got, err := choose(only, names, usual)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: error %v\n%s", only, err, diff)
		}
	}
}
