package blobsight

// JobKind names a piece of work that is done in the background.
type JobKind string

// The kinds of job. Each has a queue of its own, so that a slow one never
// holds another back.
const (
	JobRecognize JobKind = "recognize"
	JobNotify    JobKind = "notify"
	JobCleanUp   JobKind = "clean_up" // remove the image of a deleted blob
)

// JobKinds lists every kind of job.
func JobKinds() []JobKind { return []JobKind{JobRecognize, JobNotify, JobCleanUp} }

// Job is work to be done for one blob. A job may run more than once.
type Job struct {
	Kind     JobKind
	BlobID   string
	Replay   int // JobNotify: which replay of the callback it belongs to; 0: none
	Priority Priority
}

// Priority says which jobs go first among those of a kind that are due.
type Priority int

// The priorities.
const (
	PriorityNormal Priority = iota
	PriorityLow             // callbacks to hosts that are not known yet
	PriorityLowest          // callbacks to hosts that are in trouble
)

// GivenUpError is the error of a job whose last attempt failed and whose blob has
// got its final word: nothing is left to be done. After any other error the
// job must run again.
type GivenUpError struct{ Err error }

// Error gives the cause.
func (g *GivenUpError) Error() string { return g.Err.Error() }

// Unwrap gives the cause.
func (g *GivenUpError) Unwrap() error { return g.Err }

// Depth is how many jobs of one kind are in the queue.
type Depth struct {
	Waiting int64 // to be run now
	Running int64
}

// Attempt tells a job which try this is.
type Attempt struct {
	Number int // from 1
	Max    int
}

// Last reports whether no further attempt will follow.
func (a Attempt) Last() bool { return a.Number >= a.Max }
