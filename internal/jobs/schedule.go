package jobs

import (
	"time"

	"blobsight"
)

// Schedules says when a job runs again after an error. Callbacks are no matter
// of theirs: the Service itself says when the next attempt is due.
type Schedules struct {
	Recognize blobsight.Schedule // its end is the end of the blob's hope
	Notify    blobsight.Schedule // for our own failures, such as a full disk; goes on for ever
	CleanUp   blobsight.Schedule
}

// DefaultSchedules are short, as the failures are our own.
func DefaultSchedules() Schedules {
	return Schedules{
		Recognize: blobsight.Schedule{0, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute},
		Notify:    blobsight.Schedule{0, time.Second, 10 * time.Second, time.Minute},
		CleanUp:   blobsight.Schedule{0, time.Second, time.Minute, time.Hour, 24 * time.Hour},
	}
}
