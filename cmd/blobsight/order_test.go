package main

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var running, most atomic.Int64
		work := func(_ context.Context, seconds int) int {
			most.Store(max(most.Load(), running.Add(1)))
			time.Sleep(time.Duration(seconds) * time.Second) // in fake time
			running.Add(-1)
			return seconds
		}
		var got []int
		var at []time.Duration
		for r := range inOrder(t.Context(), 2, []int{3, 1, 1, 5}, work) {
			got, at = append(got, r), append(at, time.Since(start))
		}
		if diff := cmp.Diff([]int{3, 1, 1, 5}, got); diff != "" {
			t.Error(diff)
		}
		want := []time.Duration{3 * time.Second, 3 * time.Second, 3 * time.Second, 7 * time.Second}
		if diff := cmp.Diff(want, at); diff != "" {
			t.Errorf("each comes as soon as it and all before it are there, two at once:\n%s", diff)
		}
		if most.Load() != 2 {
			t.Errorf("%d ran at once, want 2", most.Load())
		}
	})
}

// TestInOrderStops: leaving the loop stops the work, and nothing is left behind
// (synctest fails when a goroutine is).
func TestInOrderStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var done atomic.Int64
		work := func(context.Context, int) int64 {
			time.Sleep(time.Second) // in fake time
			return done.Add(1)
		}
		for range inOrder(t.Context(), 2, make([]int, 100), work) {
			break
		}
		if n := done.Load(); n > 6 {
			t.Errorf("%d were done although one was wanted", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range inOrder(ctx, 3, make([]int, 9), func(ctx context.Context, _ int) error { <-ctx.Done(); return ctx.Err() }) {
			continue
		}
	})
}
