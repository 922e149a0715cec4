package blobsight

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// MaxReplay is how many callbacks one call of [Service.ReplayAll] begins anew.
const MaxReplay = 1000

// DeliveriesOf reads the log of one blob's callback, newest attempt first, at
// most [MaxPage] of them: [ErrBlobNotFound] when there is no such blob.
func (s *Service) DeliveriesOf(ctx context.Context, blobID string) ([]*Delivery, error) {
	if _, err := s.Store.Get(ctx, blobID); err != nil {
		return nil, err
	}
	return s.Deliveries.BlobDeliveries(ctx, blobID, MaxPage)
}

// LastDeliveries reads a page of the last attempts of callbacks, newest first,
// and says whether more follow. A limit of 0 means 100.
func (s *Service) LastDeliveries(ctx context.Context, q DeliveryQuery) (page []*Delivery, more bool, err error) {
	limit, err := pageSize(q.Limit)
	if err != nil {
		return nil, false, err
	}
	q.Limit = limit + 1 // one more tells whether another page follows
	page, err = s.Deliveries.LastDeliveries(ctx, q)
	if err != nil {
		return nil, false, err
	}
	return page[:min(limit, len(page))], len(page) > limit, nil
}

// Replay begins the callback of a blob anew: its next attempt is due now, and the
// whole schedule follows. It may have been delivered, exhausted or be waiting.
// Errors: [ErrBlobNotFound]; [ErrNoCallback] when the blob has no callback URL or
// is not in a final state.
func (s *Service) Replay(ctx context.Context, blobID string) (*Blob, error) {
	return s.replay(ctx, blobID, func(*Callback) bool { return true })
}

// replay is Replay, but only of a callback that is wanted as it stands: otherwise
// there is nothing to be done, and the blob is nil.
func (s *Service) replay(ctx context.Context, blobID string, wanted func(*Callback) bool) (*Blob, error) {
	for {
		b, err := s.Store.Get(ctx, blobID)
		if err != nil {
			return nil, err
		}
		switch {
		case b.CallbackURL == "":
			return nil, ErrNoCallback.With("it was made without a callback_url")
		case !b.State.Final():
			return nil, ErrNoCallback.With("it is %s; its callback is made when it is recognized, failed or expired", b.State)
		}
		c := &b.Callback
		if !wanted(c) {
			return nil, nil //nolint:nilnil // the comment says what that means
		}
		c.Status, c.NextAt = CallbackPending, s.now()
		c.Replays, c.Skipped = c.Replays+1, c.Attempts
		err = s.Deliveries.PlanDelivery(ctx, b, s.notifyJob(b))
		if errors.Is(err, ErrStateChanged) {
			continue // an attempt, or another replay, came in between
		}
		if err != nil {
			return nil, fmt.Errorf("replay callback of %s: %w", blobID, err)
		}
		return b, nil
	}
}

// ReplayAll replays callbacks that stand as status says (delivered or exhausted)
// and whose last attempt was made since the one time and before the other, the
// newest first, but at most [MaxReplay] of them. It gives their number and says
// whether more are left, for which the same call can be made again: a callback
// that is being replayed is pending, so it is not among them.
func (s *Service) ReplayAll(ctx context.Context, status CallbackStatus, since, until time.Time) (n int, more bool, err error) {
	q := DeliveryQuery{Status: status, Since: since, Until: until, Limit: MaxReplay}
	page, more, err := s.LastDeliveries(ctx, q)
	if err != nil {
		return 0, false, err
	}
	for _, d := range page {
		b, err := s.replay(ctx, d.BlobID, func(c *Callback) bool { return c.Status == status && c.Attempts == d.Attempt })
		switch {
		case errors.Is(err, ErrBlobNotFound): // deleted meanwhile
		case err != nil:
			return n, true, err
		case b != nil: // else another replay was first
			n++
		}
	}
	return n, more, nil
}

// notifyJob is the job that makes the callback of b.
func (s *Service) notifyJob(b *Blob) Job {
	return Job{Kind: JobNotify, BlobID: b.ID, Replay: b.Callback.Replays, Priority: s.Notifier.Outlook(b.CallbackURL)}
}
