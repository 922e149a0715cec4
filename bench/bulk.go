package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	bulkRuns    = 3
	bulkBlobs   = 150 // in each run
	bulkClients = 8
)

// measureBulk finds out how many pictures a second go the whole way.
func (b *bench) measureBulk(ctx context.Context, r *receiver) ([]row, error) {
	var recognized, told series
	for range bulkRuns {
		err := b.withWarmServer(ctx, func(s *server) error {
			begin := time.Now()
			last, err := b.bulk(ctx, s, r)
			recognized = append(recognized, bulkBlobs/last.recognized.Sub(begin).Seconds())
			told = append(told, bulkBlobs/last.told.Sub(begin).Seconds())
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	how := fmt.Sprintf("%d sample pictures from %d clients: create, upload; from the first create to the last ", bulkBlobs, bulkClients)
	return []row{
		{what: "Whole flow, rate of recognition", how: how + "`recognized_at`", unit: "/s", runs: recognized},
		{what: "Whole flow, rate of callbacks", how: how + "callback", unit: "/s", runs: told},
	}, nil
}

// ends is when the last blob had got so far.
type ends struct{ recognized, told time.Time }

// bulk sends many pictures at once and waits for all callbacks.
func (b *bench) bulk(ctx context.Context, s *server, r *receiver) (last ends, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, flowTimeout, errors.New("the flow took too long"))
	defer cancel()
	ids := make([]string, bulkBlobs)
	g, sending := errgroup.WithContext(ctx)
	g.SetLimit(bulkClients)
	for i := range ids {
		g.Go(func() (err error) {
			ids[i], err = b.send(sending, s, r, b.samples[i%len(b.samples)])
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return last, err
	}
	for _, id := range ids {
		got, err := r.wait(ctx, id)
		if err != nil {
			return last, err
		}
		if got.at.After(last.told) {
			last.told = got.at
		}
		if at := got.blob.RecognizedAt; at != nil && at.After(last.recognized) {
			last.recognized = *at
		}
	}
	return last, nil
}

// send creates a blob that calls r back, uploads p to it and gives its id.
func (b *bench) send(ctx context.Context, s *server, r *receiver, p picture) (string, error) {
	return b.sendTo(ctx, s, r.url, p)
}

// sendTo creates a blob that calls callbackURL back, or nobody if that is empty,
// uploads p to it and gives its id.
func (b *bench) sendTo(ctx context.Context, s *server, callbackURL string, p picture) (string, error) {
	c, err := s.client.Create(ctx, callbackURL)
	if err != nil {
		return "", err
	}
	return c.BlobID, s.client.UploadTo(ctx, c, bytes.NewReader(p.bytes), int64(len(p.bytes)))
}
