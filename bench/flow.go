package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"blobsight/client"
)

const (
	flowBlobs   = 40                     // one after the other
	flowPoll    = 5 * time.Millisecond   // how often the state is asked for
	flowTimeout = 60 * time.Second       // for each part
	flowPause   = 130 * time.Millisecond // between blobs, see pauseBefore
)

// measureFlow sends pictures the whole way: one after the other to an idle
// server, at a steady rate, and as many as it takes.
func measureFlow(ctx context.Context, b *bench) (rows []row, err error) {
	b.say("flow: %d blobs one after the other, %d at a steady rate, then %d runs of %d", flowBlobs, steadyBlobs, bulkRuns, bulkBlobs)
	r, err := listen(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	err = b.withWarmServer(ctx, func(s *server) error {
		rows, err = b.oneByOne(ctx, s, r)
		return err
	})
	if err != nil {
		return rows, err
	}
	steady, err := b.measureSteady(ctx, r)
	if err != nil {
		return rows, err
	}
	bulk, err := b.measureBulk(ctx, r)
	return append(append(rows, steady...), bulk...), err
}

// oneByOne measures from the start of an upload to what the client then sees.
func (b *bench) oneByOne(ctx context.Context, s *server, r *receiver) ([]row, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, flowTimeout, errors.New("the flow took too long"))
	defer cancel()
	var stored, recognized, told series
	for i := range flowBlobs {
		if err := sleep(ctx, pauseBefore(i)); err != nil {
			return nil, err
		}
		p := b.samples[i%len(b.samples)]
		c, err := s.client.Create(ctx, r.url)
		if err != nil {
			return nil, err
		}
		begin := time.Now()
		if err := s.client.UploadTo(ctx, c, bytes.NewReader(p.bytes), int64(len(p.bytes))); err != nil {
			return nil, err
		}
		stored = append(stored, milliseconds(time.Since(begin)))
		if err := s.poll(ctx, c.BlobID); err != nil {
			return nil, err
		}
		recognized = append(recognized, milliseconds(time.Since(begin)))
		callback, err := r.wait(ctx, c.BlobID)
		if err != nil {
			return nil, err
		}
		told = append(told, milliseconds(callback.at.Sub(begin)))
	}
	how := fmt.Sprintf("%d sample pictures, one at a time; from the start of the upload to ", flowBlobs)
	return []row{
		latency("Upload", how+"its answer", stored),
		latency("Upload to recognized", how+fmt.Sprintf("`GET` saying so, asked every %s", flowPoll), recognized),
		latency("Upload to callback", how+"the arrival of the callback", told),
	}, nil
}

func latency(what, how string, took series) row {
	return row{what: what + ", idle server", how: how, unit: "ms", runs: took, note: "p95 " + number(took.percentile(95)) + " ms"}
}

// pauseBefore differs from blob to blob, so that uploads do not fall into step
// with anything that the server does regularly.
func pauseBefore(i int) time.Duration { return flowPause + time.Duration(i*37%100)*time.Millisecond }

// poll asks for the blob until it is recognized.
func (s *server) poll(ctx context.Context, id string) error {
	for {
		blob, err := s.client.Get(ctx, id)
		switch {
		case err != nil:
			return err
		case blob.Status == client.Recognized:
			return nil
		case client.Final(blob.Status):
			return fmt.Errorf("a sample picture is %s", blob.Status)
		}
		if err := sleep(ctx, flowPoll); err != nil {
			return err
		}
	}
}
