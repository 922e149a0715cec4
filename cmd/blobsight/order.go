package main

import (
	"context"
	"iter"
	"sync"
)

// inOrder does work on all items, at most n at once, and yields the results in
// the order of the items, each as soon as it and all before it are there. When
// the caller stops early, so does the work, and inOrder waits for it.
func inOrder[I, R any](ctx context.Context, n int, items []I, work func(context.Context, I) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		var running sync.WaitGroup
		defer running.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		results := make([]chan R, len(items))
		for i := range results {
			results[i] = make(chan R, 1)
		}
		next := make(chan int)
		running.Go(func() {
			defer close(next)
			for i := range items {
				select {
				case next <- i:
				case <-ctx.Done():
					return
				}
			}
		})
		for range min(n, len(items)) {
			running.Go(func() {
				for i := range next {
					results[i] <- work(ctx, items[i])
				}
			})
		}
		for _, r := range results {
			select {
			case result := <-r:
				if !yield(result) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}
