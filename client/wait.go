package client

import (
	"context"
	"errors"
	"iter"
	"time"

	"blobsight/api"
)

// longPoll is how long a server is asked to wait before it answers: less than
// what proxies in between usually allow a request.
const longPoll = 30 * time.Second

// How often a server is asked that answers at once: soon at first, as small
// pictures take less than a tenth of a second, then more and more rarely.
const (
	firstPoll = 50 * time.Millisecond
	lastPoll  = time.Second
)

// Wait returns a blob when it is final; only ctx bounds how long that takes. The
// server is asked to answer no sooner. Where it does not do that, or a proxy
// does not let it, the blob is polled.
func (c *Client) Wait(ctx context.Context, id string) (*Blob, error) {
	var b *Blob
	for next, err := range c.poll(ctx, id, c.longPoll()) {
		if err != nil {
			return nil, err
		}
		b = next
	}
	return b, nil
}

// longPoll leaves a request time for its answer if the HTTP client bounds it.
func (c *Client) longPoll() time.Duration {
	if limit := c.http.Timeout; limit > 0 {
		return min(longPoll, limit/2)
	}
	return longPoll
}

// poll asks for a blob again and again, and yields each answer until the blob is
// final. The server may wait so long each time; 0 asks it to answer at once.
func (c *Client) poll(ctx context.Context, id string, wait time.Duration) iter.Seq2[*Blob, error] {
	return func(yield func(*Blob, error) bool) {
		pause := firstPoll
		for {
			began := time.Now()
			b, err := c.get(ctx, id, wait)
			if err != nil && wait > 0 && cutOff(ctx, err) {
				wait = 0
				continue
			}
			if !yield(b, err) || err != nil || Final(b.Status) {
				return
			}
			if wait > 0 && time.Since(began) > wait/2 {
				continue // it did wait
			}
			if err := sleep(ctx, pause); err != nil {
				yield(nil, err)
				return
			}
			pause = min(pause*3/2, lastPoll)
		}
	}
}

// get reads a blob from a server that may wait before it answers.
func (c *Client) get(ctx context.Context, id string, wait time.Duration) (*Blob, error) {
	params := &api.GetBlobParams{}
	if wait > 0 {
		params.Wait = new(wait.String())
	}
	r, err := c.api.GetBlobWithResponse(ctx, id, params)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}

// cutOff reports whether something between us and the server did not let it
// wait, so that it may help to ask for less. What a server itself refuses has a code.
func cutOff(ctx context.Context, err error) bool {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code == ""
	}
	return ctx.Err() == nil
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
