package blobsight

import (
	"context"
	"fmt"
	"time"
)

// Notifier tells the client about a blob that has reached a final state.
//
// The same blob is always told under the same message id, so a receiver can drop
// repetitions. What a Notifier knows of hosts may be forgotten when the process ends.
type Notifier interface {
	// Notify makes one attempt and says what came of it. An error means that none
	// was made: a [LaterError], that of ctx, or one of our own.
	Notify(ctx context.Context, b *Blob) (Receipt, error)

	// Outlook says how soon a callback should get its turn among all that are due,
	// by what is known of its host. It makes no request.
	Outlook(callbackURL string) Priority
}

// Receipt is what came of one attempt to tell a client. Its texts may be shown
// to the owner of the callback URL.
type Receipt struct {
	Status     int           // of the HTTP answer; 0: none came
	Class      FailureClass  // empty: the receiver took the message (2xx)
	Detail     string        // why it failed, in our own words
	Excerpt    string        // beginning of the answer's body, only if the operator wants that kept
	RetryAfter time.Duration // how long the receiver asks to be left alone; 0: it does not say
	Err        error         // cause of the failure, for the log only
}

// FailureClass groups failed attempts by what stood in the way.
type FailureClass string

// The classes of failure. They are part of the contract.
const (
	FailureStatus     FailureClass = "status"     // answered, but not with 2xx
	FailureRedirect   FailureClass = "redirect"   // answered with a redirect, which is not followed
	FailureGone       FailureClass = "gone"       // answered 410: the receiver wants no more
	FailureTimeout    FailureClass = "timeout"    // took too long
	FailureConnection FailureClass = "connection" // refused, unreachable, reset or cut off
	FailureDNS        FailureClass = "dns"        // the host name could not be looked up
	FailureTLS        FailureClass = "tls"        // no trusted, encrypted connection
	FailureAddress    FailureClass = "address"    // the address or port is not allowed
	FailureURL        FailureClass = "url"        // the callback URL cannot be called
	FailureSuspended  FailureClass = "suspended"  // not made, as the host did not answer for some time, or wanted fewer
)

// FailureClasses lists every class.
func FailureClasses() []FailureClass {
	return []FailureClass{
		FailureStatus, FailureRedirect, FailureGone, FailureTimeout, FailureConnection, FailureDNS, FailureTLS,
		FailureAddress, FailureURL, FailureSuspended,
	}
}

// LaterError is the error of work that could not be begun because something else is
// in its way, or that is not due yet. It counts as no attempt.
type LaterError struct {
	After  time.Duration // when to come back
	Reason string
	// Patience is how long the host of a callback may be waited for, because it does
	// not answer or wants fewer, before that counts as a failed attempt. 0: for ever,
	// as limits of our own are in the way.
	Patience time.Duration
}

// Error gives the reason.
func (l *LaterError) Error() string { return fmt.Sprintf("%s; again in %s", l.Reason, l.After) }
