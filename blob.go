package blobsight

import "time"

// State is where a [Blob] stands on its way from link to labels.
type State string

// The states, in the order a blob goes through them.
const (
	// StateAwaitingUpload: the link was given out, no picture has come yet.
	StateAwaitingUpload State = "awaiting_upload"
	// StateQueued: the picture is kept and waits for the recognizer.
	StateQueued State = "queued"
	// StateRecognized: the labels are there. Final.
	StateRecognized State = "recognized"
	// StateFailed: the picture cannot be recognized, and [Blob.Failure] says why. Final.
	StateFailed State = "failed"
	// StateExpired: nothing was uploaded while the link lived. Final.
	StateExpired State = "expired"
)

// States lists every state in the order a blob goes through them.
func States() []State {
	return []State{StateAwaitingUpload, StateQueued, StateRecognized, StateFailed, StateExpired}
}

// Final reports whether no further move is possible.
func (s State) Final() bool {
	return s == StateRecognized || s == StateFailed || s == StateExpired
}

// CanMove reports whether the move from s to next is one of the legal ones:
//
//	awaiting_upload --upload-----> queued --recognize--> recognized
//	       |                          \----------------> failed
//	       \--half an hour--> expired
func (s State) CanMove(next State) bool {
	switch s {
	case StateAwaitingUpload:
		return next == StateQueued || next == StateExpired
	case StateQueued:
		return next == StateRecognized || next == StateFailed
	default:
		return false
	}
}

// Blob is one picture on its way through the service: the link that was given
// out for it, where it stands, and what was found in it. Times are UTC, with
// millisecond precision; the zero time means "not yet".
type Blob struct {
	ID          string // UUID version 7, and the key of the image in the Bucket
	State       State
	CallbackURL string // empty: the client polls
	KeyID       string // the API key that made it; empty: none was asked for
	CreatedAt   time.Time
	ExpiresAt   time.Time // the upload link lives until then
	UploadedAt  time.Time
	FinishedAt  time.Time // when the final state was reached

	Labels   []Label  // sorted by confidence, highest first
	Image    *Image   // nil until the picture has been read
	Model    *Model   // nil until recognized
	Failure  *Failure // nil unless failed
	Callback Callback
}

// Image describes an uploaded picture as it was sent.
type Image struct {
	Format string // "jpeg", "png", "gif", …; empty when it could not be told
	Width  int    // pixels, upright; 0 when it could not be told
	Height int    // pixels, upright
	Bytes  int64
	SHA256 string // lower-case hex; empty when the recognizer has not read the bytes itself

	Properties *Properties // nil unless asked for
}

// Model names what produced the labels.
type Model struct {
	Name    string
	Version string
}

// Failure says why a picture could not be recognized.
type Failure struct {
	Code   string // one of the Code… constants of recognition failures
	Detail string // for people
}

// CallbackStatus is where the callback of a blob stands.
type CallbackStatus string

// The states of a callback.
const (
	CallbackNone      CallbackStatus = "none"      // no callback URL was given
	CallbackPending   CallbackStatus = "pending"   // not due yet, or to be tried again
	CallbackDelivered CallbackStatus = "delivered" // answered with 2xx
	CallbackExhausted CallbackStatus = "exhausted" // every attempt of the schedule failed, or the receiver answered 410
)

// Callback is what is known about telling the client.
type Callback struct {
	Status    CallbackStatus
	Attempts  int       // in all, those before a replay included
	LastError string    // why the last attempt failed; empty after a success
	LastAt    time.Time // of the last attempt
	NextAt    time.Time // when the next attempt is due; zero: none is planned

	Replays int // how often it was begun anew
	Skipped int // attempts that the schedule does not count: those before the last replay, or beside it
}
