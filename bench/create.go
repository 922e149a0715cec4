package main

import (
	"context"
	"fmt"
	"time"
)

const (
	createRuns     = 3
	createDuration = 8 * time.Second
	connections    = 16
	warmUp         = 300 // creates before the clock runs
	callbackURL    = "https://example.com/callback"
)

// measureCreate finds out how many blobs a server can create.
func measureCreate(ctx context.Context, b *bench) ([]row, error) {
	b.say("create: %d runs of %s", createRuns, createDuration)
	var rates, tails series
	for range createRuns {
		err := b.withWarmServer(ctx, func(s *server) error {
			took, all, err := closedLoop(ctx, connections, createDuration, s.create)
			rates = append(rates, float64(len(took))/all.Seconds())
			tails = append(tails, took.percentile(99))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	how := fmt.Sprintf("closed loop, %d connections, %s a run, fresh data folder each, every write synced to the disk", connections, createDuration)
	return []row{
		{what: "`POST /blobs`, rate", how: how, target: atLeast(500), unit: "/s", runs: rates},
		{what: "`POST /blobs`, p99 at that rate", how: "as above", unit: "ms", runs: tails},
	}, nil
}

const (
	rateRuns     = 3
	rateDuration = 15 * time.Second
	rate         = 100 // creates a second
)

// measureRate finds out how long a create takes on a server with room to spare.
func measureRate(ctx context.Context, b *bench) ([]row, error) {
	b.say("rate: %d runs of %s", rateRuns, rateDuration)
	n := int(rateDuration.Seconds() * rate)
	var halves, tails, worst series
	for range rateRuns {
		err := b.withWarmServer(ctx, func(s *server) error {
			took, err := openLoop(ctx, n, time.Second/rate, s.create)
			halves = append(halves, took.median())
			tails = append(tails, took.percentile(99))
			worst = append(worst, took.max())
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	how := fmt.Sprintf("open loop, one every %s, %d a run, counted from when each was due", time.Second/rate, n)
	note := fmt.Sprintf("slowest of all %s ms", number(worst.max()))
	return []row{
		{what: "`POST /blobs` at 100/s, p99", how: how, target: below(20), unit: "ms", runs: tails, note: note},
		{what: "`POST /blobs` at 100/s, median", how: "as above", unit: "ms", runs: halves},
	}, nil
}

// create asks for one place to upload, with a callback as most clients want one.
func (s *server) create(ctx context.Context) error {
	_, err := s.client.Create(ctx, callbackURL)
	return err
}

// withWarmServer calls fn with a server on a fresh folder that has done a little work.
func (b *bench) withWarmServer(ctx context.Context, fn func(s *server) error) error {
	return b.withServer(ctx, func(s *server) error {
		for range warmUp {
			if err := s.create(ctx); err != nil {
				return err
			}
		}
		return fn(s)
	})
}
