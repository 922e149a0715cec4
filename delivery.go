package blobsight

import (
	"context"
	"time"
)

// Outcome is how an attempt of a callback ended.
type Outcome string

// The outcomes.
const (
	OutcomeDelivered Outcome = "delivered" // answered with 2xx
	OutcomeFailed    Outcome = "failed"    // another attempt follows, or was made meanwhile
	OutcomeExhausted Outcome = "exhausted" // failed, and none follows by itself
)

// Delivery is one attempt of a callback, as the log keeps it. It does not change
// afterwards. Times are UTC, with millisecond precision.
type Delivery struct {
	BlobID  string
	Attempt int // from 1; replays count on
	At      time.Time
	Took    time.Duration // milliseconds
	Outcome Outcome
	Status  int          // of the HTTP answer; 0: none came
	Class   FailureClass // empty when delivered
	Detail  string       // why it failed
	Excerpt string       // beginning of the answer's body; usually not kept
	NextAt  time.Time    // when the next attempt was planned then; zero: none
}

// DeliveryStore keeps the log of callbacks beside their blobs, and where each
// callback stands. A write that returned nil is on stable storage. A missing id
// is [ErrBlobNotFound]. A blob's log goes with the blob.
type DeliveryStore interface {
	// RecordDelivery writes d and the Callback of b in one transaction, if the
	// stored callback has seen d.Attempt-1 attempts and as many replays as b has.
	// Otherwise nothing changes and the error is [ErrStateChanged].
	RecordDelivery(ctx context.Context, b *Blob, d *Delivery) error

	// PlanDelivery writes the Callback of b and enqueues jobs in one transaction,
	// if the stored callback has seen as many attempts as b has and one replay
	// less. Otherwise nothing changes and the error is [ErrStateChanged].
	PlanDelivery(ctx context.Context, b *Blob, jobs ...Job) error

	// BlobDeliveries reads the newest limit attempts of one blob, newest first.
	// A blob without any, and a missing one, gives an empty list.
	BlobDeliveries(ctx context.Context, blobID string, limit int) ([]*Delivery, error)

	// LastDeliveries reads a page of the last attempts of callbacks, one of each,
	// the newest first (by time, then by id of the blob).
	LastDeliveries(ctx context.Context, q DeliveryQuery) ([]*Delivery, error)
}

// DeliveryQuery selects callbacks by their last attempt. The zero query selects
// all that were attempted.
type DeliveryQuery struct {
	Status CallbackStatus // only callbacks that stand so, when set
	Since  time.Time      // only attempts at this time or later, when set
	Until  time.Time      // only attempts before this time, when set
	Before *Delivery      // only those that come after this one in the order of the list: the last one of the page before
	Limit  int            // at most so many; 0 means 100
}
