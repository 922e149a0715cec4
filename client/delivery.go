package client

import (
	"context"
	"iter"
	"time"

	"blobsight/api"
)

// Deliveries reads every attempt of a blob's callback, the newest first (at most
// 1,000). [ErrBlobNotFound] when there is no such blob.
func (c *Client) Deliveries(ctx context.Context, id string) ([]Delivery, error) {
	r, err := c.api.ListBlobDeliveriesWithResponse(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := answer(r.JSON200, r.HTTPResponse, r.Body)
	if err != nil {
		return nil, err
	}
	return list.Deliveries, nil
}

// DeliveryOptions selects callbacks by their last attempt. The zero value selects
// all that were attempted.
type DeliveryOptions struct {
	Status   CallbackStatus // only callbacks that stand so, when set
	Since    time.Time      // only those last tried at this time or later, when set
	Until    time.Time      // only those last tried before this time, when set
	PageSize int            // attempts per request, 1 to 1000; 0 is the server's choice (100)
}

// LastDeliveries yields the last attempt of each callback, the newest first. It asks
// for the next page only when that is reached; the first error is yielded and ends it.
func (c *Client) LastDeliveries(ctx context.Context, opt DeliveryOptions) iter.Seq2[*Delivery, error] {
	return func(yield func(*Delivery, error) bool) {
		params := opt.params()
		for {
			page, err := c.deliveryPage(ctx, params)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Deliveries {
				if !yield(&page.Deliveries[i], nil) {
					return
				}
			}
			if page.NextCursor == nil {
				return
			}
			params.Cursor = page.NextCursor
		}
	}
}

func (o DeliveryOptions) params() *api.ListDeliveriesParams {
	p := &api.ListDeliveriesParams{Since: timeText(o.Since), Until: timeText(o.Until)}
	if o.Status != "" {
		p.Status = &o.Status
	}
	if o.PageSize != 0 {
		p.Limit = &o.PageSize
	}
	return p
}

// timeText is a time in a query; nil for the zero time.
func timeText(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return new(t.UTC().Format(time.RFC3339Nano))
}

func (c *Client) deliveryPage(ctx context.Context, params *api.ListDeliveriesParams) (*api.DeliveryList, error) {
	r, err := c.api.ListDeliveriesWithResponse(ctx, params)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}

// Replay makes the callback of a blob again: now, and then as the server's schedule
// says, whatever became of it before. Errors: [ErrBlobNotFound]; [ErrNoCallback] when
// it has no callback URL or no final state yet.
func (c *Client) Replay(ctx context.Context, id string) (*Blob, error) {
	r, err := c.api.ReplayCallbackWithResponse(ctx, id)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON202, r.HTTPResponse, r.Body)
}

// ReplayOptions selects callbacks by their last attempt.
type ReplayOptions struct {
	Status CallbackStatus // [CallbackExhausted], which is the default, or [CallbackDelivered]
	Since  time.Time      // only those last tried at this time or later; it must be set
	Until  time.Time      // only those last tried before this time; zero: now
}

// ReplayAll replays all callbacks that opt selects, in as many requests as that
// takes, and gives their number. It counts those that were replayed before an error, too.
func (c *Client) ReplayAll(ctx context.Context, opt ReplayOptions) (n int, err error) {
	body := api.ReplayRequest{Since: opt.Since}
	if opt.Status != "" {
		body.Status = &opt.Status
	}
	if !opt.Until.IsZero() {
		body.Until = &opt.Until
	}
	for {
		r, err := c.api.ReplayCallbacksWithResponse(ctx, body)
		if err != nil {
			return n, err
		}
		done, err := answer(r.JSON202, r.HTTPResponse, r.Body)
		if err != nil {
			return n, err
		}
		if n += done.Replayed; !done.More {
			return n, nil
		}
		body.Until = &done.Until // else what fails again meanwhile would be replayed again
	}
}
