package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// closedLoop calls do from so many workers, each again as soon as it has
// returned, until d is over. It gives how long each call took (ms) and how long
// all of it took. The first error ends it.
func closedLoop(ctx context.Context, workers int, d time.Duration, do func(ctx context.Context) error) (series, time.Duration, error) {
	begin := time.Now()
	took := make([]series, workers)
	g, ctx := errgroup.WithContext(ctx)
	for w := range workers {
		g.Go(func() error {
			for time.Since(begin) < d {
				sent := time.Now()
				if err := do(ctx); err != nil {
					return err
				}
				took[w] = append(took[w], milliseconds(time.Since(sent)))
			}
			return nil
		})
	}
	err := g.Wait()
	var all series
	for _, t := range took {
		all = append(all, t...)
	}
	return all, time.Since(begin), err
}

// openLoop starts n calls of do at a fixed rate, one every interval, whether or
// not earlier ones have returned. It gives how long each call took (ms), counted
// from when it was due: a stall is paid by every call that fell into it, not
// only by the one that met it. The first error ends it.
func openLoop(ctx context.Context, n int, interval time.Duration, do func(ctx context.Context) error) (series, error) {
	begin := time.Now()
	took := make(series, n)
	g, running := errgroup.WithContext(ctx)
	for i := range n {
		due := begin.Add(time.Duration(i) * interval)
		if sleep(running, time.Until(due)) != nil {
			break
		}
		g.Go(func() error {
			err := do(running)
			took[i] = milliseconds(time.Since(due))
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return took, context.Cause(ctx) // nil unless the caller stopped it
}

// sleep returns after d, or with the reason when ctx ends before.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
