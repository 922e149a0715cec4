package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	steadyBlobs = 200
	steadyRate  = 20 // blobs a second, well below what a small machine can do
)

// measureSteady finds out how long clients wait who come at a fixed rate. It
// shows what a mean hides: a job that was overlooked until the queue's next poll.
func (b *bench) measureSteady(ctx context.Context, r *receiver) ([]row, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, flowTimeout, errors.New("the flow took too long"))
	defer cancel()
	var took series
	err := b.withWarmServer(ctx, func(s *server) (err error) {
		next := make(chan picture, steadyBlobs)
		for i := range steadyBlobs {
			next <- b.samples[i%len(b.samples)]
		}
		took, err = openLoop(ctx, steadyBlobs, time.Second/steadyRate, func(ctx context.Context) error {
			id, err := b.send(ctx, s, r, <-next)
			if err != nil {
				return err
			}
			_, err = r.wait(ctx, id)
			return err
		})
		return err
	})
	return []row{{
		what: fmt.Sprintf("Create to callback at %d/s", steadyRate),
		how:  fmt.Sprintf("%d sample pictures, open loop; create, upload, recognize, callback, counted from when each was due", steadyBlobs),
		unit: "ms", runs: took,
		note: fmt.Sprintf("p95 %s ms, p99 %s ms", number(took.percentile(95)), number(took.percentile(99))),
	}}, err
}
