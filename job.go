package blobsight

// JobKind names a piece of work that is done in the background.
type JobKind string

// The kinds of job. Each has a queue of its own, so that a slow one never
// holds another back.
const (
	JobRecognize JobKind = "recognize"
	JobNotify    JobKind = "notify"
	JobCleanUp   JobKind = "clean_up" // remove the image of a deleted or expired blob
)

// JobKinds lists every kind of job.
func JobKinds() []JobKind { return []JobKind{JobRecognize, JobNotify, JobCleanUp} }

// Job is work to be done for one blob. A job may run more than once.
type Job struct {
	Kind   JobKind
	BlobID string
}

// Attempt tells a job which try this is.
type Attempt struct {
	Number int // from 1
	Max    int
}

// Last reports whether no further attempt will follow.
func (a Attempt) Last() bool { return a.Number >= a.Max }
