package blobsight

import (
	"context"
	"fmt"
	"time"
)

// Notifier tells the client about a blob that has reached a final state.
//
// Notify makes one attempt. Nil means that the receiver took the message (2xx);
// any other answer, and none, is an error whose text may be shown to the owner
// of the callback. The same blob is always told under the same message id, so a
// receiver can drop repetitions. A [LaterError] says that no attempt was made.
type Notifier interface {
	Notify(ctx context.Context, b *Blob) error
}

// LaterError is the error of work that could not be begun because something else is
// in its way. It counts as no attempt.
type LaterError struct {
	After  time.Duration // when to come back
	Reason string
}

// Error gives the reason.
func (l *LaterError) Error() string { return fmt.Sprintf("%s; again in %s", l.Reason, l.After) }
