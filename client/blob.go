package client

import (
	"context"
	"io"
	"iter"
	"time"

	"blobsight/api"
)

// How often Watch asks: soon at first, as small pictures take less than a
// tenth of a second, then more and more rarely.
const (
	firstPoll = 50 * time.Millisecond
	lastPoll  = time.Second
)

// Create asks for a place to upload one picture. An empty callbackURL asks for
// no callback. [ErrInvalidCallbackURL] when the URL cannot be called.
func (c *Client) Create(ctx context.Context, callbackURL string) (*CreatedBlob, error) {
	var body api.CreateBlob
	if callbackURL != "" {
		body.CallbackURL = &callbackURL
	}
	r, err := c.api.CreateBlobWithResponse(ctx, body)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON201, r.HTTPResponse, r.Body)
}

// Get reads one blob. [ErrBlobNotFound] when there is none.
func (c *Client) Get(ctx context.Context, id string) (*Blob, error) {
	r, err := c.api.GetBlobWithResponse(ctx, id)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}

// Watch polls a blob and yields it at once, then each time that its state has
// changed, and ends after a final one. The first error is yielded and ends it
// too; watching again goes on where it stopped.
func (c *Client) Watch(ctx context.Context, id string) iter.Seq2[*Blob, error] {
	return func(yield func(*Blob, error) bool) {
		var last Status
		for wait := firstPoll; ; wait = min(wait*3/2, lastPoll) {
			b, err := c.Get(ctx, id)
			if err != nil {
				yield(nil, err)
				return
			}
			if b.Status != last && !yield(b, nil) || Final(b.Status) {
				return
			}
			last = b.Status
			if err := sleep(ctx, wait); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// Wait polls a blob until it is final, or ctx ends.
func (c *Client) Wait(ctx context.Context, id string) (*Blob, error) {
	var final *Blob
	for b, err := range c.Watch(ctx, id) {
		if err != nil {
			return nil, err
		}
		final = b
	}
	return final, nil
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

// Submit does the whole flow with one picture of size bytes: Create without a
// callback, Upload, Wait. The size is told as in [Client.Upload].
func (c *Client) Submit(ctx context.Context, r io.Reader, size int64) (*Blob, error) {
	created, err := c.Create(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := c.Upload(ctx, created.UploadURL, r, size); err != nil {
		return nil, err
	}
	return c.Wait(ctx, created.BlobID)
}

// Delete removes a blob and its picture. [ErrBlobNotFound] when there is none.
func (c *Client) Delete(ctx context.Context, id string) error {
	r, err := c.api.DeleteBlobWithResponse(ctx, id)
	if err != nil {
		return err
	}
	if r.StatusCode()/100 != 2 {
		return errorOf(r.HTTPResponse, r.Body)
	}
	return nil
}
