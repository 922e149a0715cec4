package jobs

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"

	"blobsight"
)

// RunnerConfig says how jobs are run.
type RunnerConfig struct {
	Service   *blobsight.Service
	Schedules Schedules
	Log       *slog.Logger

	Recognizers   int           // recognitions at once; 0 runs no jobs of this kind here
	Notifiers     int           // callbacks at once
	ExpireEvery   time.Duration // how often unused links are swept
	NotifyTimeout time.Duration // of one callback; the job gets a little more
	PollEvery     time.Duration // how often to look for jobs whose time has come; 0: every second
}

// How long a job may run before its context is canceled.
const (
	recognizeTimeout = 5 * time.Minute
	cleanUpTimeout   = time.Minute
	notifySlack      = 15 * time.Second // for the reads and writes around a callback
)

// Limits that are not worth a setting.
const (
	cleaners      = 2 // clean-ups at once
	fetchCooldown = 10 * time.Millisecond
	rescueAfter   = 10 * time.Minute // more than any timeout

	// New jobs are announced. Polling finds those whose time for another attempt
	// has come, and costs about 0.1 % of a processor for each time a second.
	pollInterval = time.Second
	idlePoll     = 5 // times less often where nobody waits
)

// Runner runs jobs.
type Runner[TTx any] struct {
	client *river.Client[TTx]
	driver riverdriver.Driver[TTx]
}

// NewRunner makes a Runner. Nothing runs before Start.
func NewRunner[TTx any](driver riverdriver.Driver[TTx], c RunnerConfig) (*Runner[TTx], error) {
	poll := cmp.Or(c.PollEvery, pollInterval)
	queues := map[string]river.QueueConfig{
		string(blobsight.JobNotify):  {MaxWorkers: c.Notifiers},
		string(blobsight.JobCleanUp): {MaxWorkers: cleaners, FetchPollInterval: idlePoll * poll},
		kindExpire:                   {MaxWorkers: 1, FetchPollInterval: max(min(idlePoll*poll, c.ExpireEvery), fetchCooldown)},
	}
	if c.Recognizers > 0 {
		queues[string(blobsight.JobRecognize)] = river.QueueConfig{MaxWorkers: c.Recognizers}
	}
	client, err := river.NewClient(driver, &river.Config{
		Logger:                      quiet(c.Log),
		Queues:                      queues,
		Workers:                     workers(c),
		PeriodicJobs:                []*river.PeriodicJob{sweep(c.ExpireEvery)},
		FetchCooldown:               fetchCooldown,
		FetchPollInterval:           poll,
		RescueStuckJobsAfter:        rescueAfter,
		CompletedJobRetentionPeriod: retention,
		CancelledJobRetentionPeriod: retention,
	})
	if err != nil {
		return nil, fmt.Errorf("make job runner: %w", err)
	}
	return &Runner[TTx]{client: client, driver: driver}, nil
}

func workers(c RunnerConfig) *river.Workers {
	s, ws := c.Service, river.NewWorkers()
	river.AddWorker(ws, &worker[recognizeArgs]{
		schedule: c.Schedules.Recognize, timeout: recognizeTimeout, log: c.Log,
		do: func(ctx context.Context, a recognizeArgs, n blobsight.Attempt) error {
			return s.Recognize(ctx, a.BlobID, n)
		},
	})
	river.AddWorker(ws, &worker[notifyArgs]{
		schedule: c.Schedules.Notify, timeout: c.NotifyTimeout + notifySlack, log: c.Log,
		do: func(ctx context.Context, a notifyArgs, _ blobsight.Attempt) error {
			return s.Notify(ctx, blobsight.Job{Kind: blobsight.JobNotify, BlobID: a.BlobID, Replay: a.Replay})
		},
	})
	river.AddWorker(ws, &worker[cleanUpArgs]{
		schedule: c.Schedules.CleanUp, timeout: cleanUpTimeout, log: c.Log,
		do: func(ctx context.Context, a cleanUpArgs, _ blobsight.Attempt) error { return s.CleanUp(ctx, a.BlobID) },
	})
	river.AddWorker(ws, &worker[expireArgs]{
		schedule: blobsight.Schedule{0}, timeout: recognizeTimeout, log: c.Log, // the next sweep is the next attempt
		do: func(ctx context.Context, _ expireArgs, _ blobsight.Attempt) error {
			if _, err := s.Expire(ctx); err != nil {
				return &blobsight.GivenUpError{Err: err}
			}
			return nil
		},
	})
	return ws
}

func sweep(every time.Duration) *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) {
		return expireArgs{}, &river.InsertOpts{Queue: kindExpire, MaxAttempts: maxAttempts}
	}
	return river.NewPeriodicJob(river.PeriodicInterval(every), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// Start starts running jobs. Canceling ctx does not stop them; Stop does.
func (r *Runner[TTx]) Start(ctx context.Context) error {
	return r.client.Start(context.WithoutCancel(ctx))
}

// Stop takes no new jobs, lets the running ones finish until ctx ends, then
// cancels them; those run again after the next start.
func (r *Runner[TTx]) Stop(ctx context.Context) error {
	err := r.client.Stop(ctx)
	if ctx.Err() == nil {
		return err
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return r.client.StopAndCancel(hard)
}
