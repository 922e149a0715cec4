package main

import (
	"context"
	"fmt"
)

const (
	startRounds = 7
	startBlobs  = 200 // in the data folder at the later starts
)

// startLimit is the target, in ms.
const startLimit = 200

// measureStart starts a server on an empty folder, again after a clean stop, and
// again after a crash that left the database's log to be read.
func measureStart(ctx context.Context, b *bench) ([]row, error) {
	b.say("start: %d rounds", startRounds)
	var first, again, crashed series
	for range startRounds {
		if err := b.startRound(ctx, &first, &again, &crashed); err != nil {
			return nil, err
		}
	}
	how := "from starting the process to the first 200 of `GET /readyz`; "
	return []row{
		{what: "Ready to serve, first start", how: how + "empty data folder", target: below(startLimit), unit: "ms", runs: first},
		{
			what: "Ready to serve, later start", how: how + fmt.Sprintf("%d blobs, stopped with SIGTERM", startBlobs),
			target: below(startLimit), unit: "ms", runs: again,
		},
		{
			what: "Ready to serve, after a crash", how: how + fmt.Sprintf("%d more blobs, then SIGKILL", startBlobs),
			target: below(startLimit), unit: "ms", runs: crashed,
		},
	}, nil
}

func (b *bench) startRound(ctx context.Context, first, again, crashed *series) error {
	dir := b.folder()
	for _, step := range []struct {
		times *series
		blobs int
		end   func(*server) error
	}{
		{first, startBlobs, (*server).stop},
		{again, startBlobs, (*server).kill},
		{crashed, 0, (*server).stop},
	} {
		s, err := b.serve(ctx, dir)
		if err != nil {
			return err
		}
		*step.times = append(*step.times, milliseconds(s.ready))
		for range step.blobs {
			if _, err := s.client.Create(ctx, ""); err != nil {
				return err
			}
		}
		if err := step.end(s); err != nil {
			return err
		}
	}
	return nil
}
