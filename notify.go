package blobsight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxRetryAfter bounds how long a receiver may ask to be left alone.
const maxRetryAfter = 24 * time.Hour

// Notify makes the attempt of a callback that is due and writes down what came of
// it. Nil means that nothing is left to be done by this job. A [LaterError] says
// when the next attempt is due; it is no failure. Any other error is our own: try
// again soon.
func (s *Service) Notify(ctx context.Context, job Job) error {
	b, err := s.Store.Get(ctx, job.BlobID)
	if errors.Is(err, ErrBlobNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if !b.State.Final() || b.Callback.Status != CallbackPending || b.Callback.Replays != job.Replay {
		return nil // told already, or a later replay has a job of its own
	}
	if early := b.Callback.NextAt.Sub(s.now()); early > 0 {
		return &LaterError{After: early, Reason: "the next attempt is not due yet"}
	}
	began := s.Now()
	receipt, err := s.Notifier.Notify(ctx, b)
	if later := (*LaterError)(nil); errors.As(err, &later) && !s.mayWait(b, later) {
		receipt, err = Receipt{Class: FailureSuspended, Detail: later.Reason}, nil
	}
	if err != nil {
		return err
	}
	took := s.Now().Sub(began)
	s.Observer.ObserveStage(StageNotify, receipt.outcome(), took)
	if receipt.Err != nil {
		s.Log.DebugContext(ctx, "callback failed", "blob_id", b.ID, "class", receipt.Class, "error", receipt.Err)
	}
	// The attempt was made: what came of it is kept even if the server is stopping.
	return s.record(context.WithoutCancel(ctx), b, receipt, began, took)
}

// mayWait says whether an attempt that cannot be made now may be put off without
// counting. On a host that does not answer, or wants fewer, it may be until the one
// after it would be due, and for as long as the patience lasts if the schedule has
// waits as long as that: so a short silence costs no attempt, and a long one
// hardly stretches the schedule.
func (s *Service) mayWait(b *Blob, later *LaterError) bool {
	if later.Patience == 0 {
		return true
	}
	wait := max(s.Schedule.Delay(b.Callback.tries()+2), min(slices.Max(s.Schedule), later.Patience))
	due := b.Callback.NextAt
	if due.IsZero() { // the attempt was planned by a version that did not write down for when
		due = s.now()
	}
	return s.now().Add(later.After).Before(due.Add(wait))
}

// tries is how many attempts the schedule has seen since it began, or began anew.
func (c *Callback) tries() int { return c.Attempts - c.Skipped }

// record writes an attempt into the log and moves the callback on.
func (s *Service) record(ctx context.Context, b *Blob, r Receipt, began time.Time, took time.Duration) error {
	replay := b.Callback.Replays
	for {
		beside := b.Callback.Status != CallbackPending || b.Callback.Replays != replay
		d := s.attempted(b, r, beside, began, took)
		err := s.Deliveries.RecordDelivery(ctx, b, d)
		switch {
		case errors.Is(err, ErrBlobNotFound):
			return nil // deleted meanwhile
		case err == nil && d.Outcome == OutcomeExhausted:
			s.Log.WarnContext(ctx, "callback exhausted", "blob_id", b.ID, "attempts", b.Callback.Attempts, "class", r.Class, "detail", r.Detail)
			return nil
		case err == nil && (beside || d.NextAt.IsZero()):
			return nil
		case err == nil:
			return &LaterError{After: max(d.NextAt.Sub(s.now()), 0), Reason: "the callback failed: " + r.Detail}
		case !errors.Is(err, ErrStateChanged):
			return fmt.Errorf("record callback of %s: %w", b.ID, err)
		}
		// A replay came in between, and has a job of its own.
		if b, err = s.Store.Get(ctx, b.ID); err != nil && !errors.Is(err, ErrBlobNotFound) {
			return err
		}
		if b == nil {
			return nil
		}
	}
}

// attempted moves b's callback on by one attempt and gives its line of the log. What
// failed beside a replay, or after the callback had come to its end, changes nothing
// of what comes next: it is only counted.
func (s *Service) attempted(b *Blob, r Receipt, beside bool, began time.Time, took time.Duration) *Delivery {
	c := &b.Callback
	c.Attempts++
	c.LastAt = began.UTC().Truncate(time.Millisecond)
	if !beside || c.Status != CallbackDelivered {
		c.LastError = r.Detail
	}
	outcome := OutcomeFailed
	switch {
	case r.Class == "":
		outcome, c.Status, c.NextAt, c.LastError = OutcomeDelivered, CallbackDelivered, time.Time{}, ""
	case beside:
		c.Skipped++
	case r.Class == FailureGone || c.tries() >= len(s.Schedule):
		outcome, c.Status, c.NextAt = OutcomeExhausted, CallbackExhausted, time.Time{}
	default:
		wait := max(s.Schedule.Jittered(c.tries()+1), min(r.RetryAfter, maxRetryAfter))
		c.NextAt = s.now().Add(wait)
	}
	return &Delivery{
		BlobID: b.ID, Attempt: c.Attempts, At: c.LastAt, Took: took.Truncate(time.Millisecond),
		Outcome: outcome, Status: r.Status, Class: r.Class, Detail: r.Detail, Excerpt: r.Excerpt, NextAt: c.NextAt,
	}
}

// outcome is the word for a receipt in metrics.
func (r *Receipt) outcome() string {
	if r.Class == "" {
		return "ok"
	}
	return string(r.Class)
}
