package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"blobsight"
)

// worker runs the jobs of one kind. do gets the id of the blob and which
// run this is; an error asks for another run, as the schedule says.
type worker[A river.JobArgs] struct {
	river.WorkerDefaults[A]
	schedule blobsight.Schedule
	timeout  time.Duration
	log      *slog.Logger
	do       func(ctx context.Context, args A, attempt blobsight.Attempt) error
}

// Work implements [river.Worker].
func (w *worker[A]) Work(ctx context.Context, job *river.Job[A]) error {
	attempt := blobsight.Attempt{Number: job.Attempt, Max: len(w.schedule)}
	err := w.do(ctx, job.Args, attempt)
	var later *blobsight.LaterError
	var givenUp *blobsight.GivenUpError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &later):
		return river.JobSnooze(later.After)
	case ctx.Err() != nil:
		return err
	case errors.As(err, &givenUp):
		w.log.ErrorContext(ctx, "job gave up", "kind", job.Kind, "args", string(job.EncodedArgs), "attempt", attempt.Number, "error", err, "cause", cause(err))
		return river.JobCancel(err)
	default:
		w.log.WarnContext(ctx, "job will be tried again", "kind", job.Kind, "args", string(job.EncodedArgs), "attempt", attempt.Number, "error", err, "cause", cause(err))
		return err
	}
}

// cause is what lies deepest in err: what callers are told may leave it out.
func cause(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// NextRetry implements [river.Worker].
func (w *worker[A]) NextRetry(job *river.Job[A]) time.Time {
	return time.Now().Add(w.schedule.Jittered(job.Attempt + 1))
}

// Timeout implements [river.Worker].
func (w *worker[A]) Timeout(*river.Job[A]) time.Duration { return w.timeout }
