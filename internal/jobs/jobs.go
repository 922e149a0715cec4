// Package jobs does the background work of the flow with River
// (github.com/riverqueue/river): recognize, notify, clean up, and the sweep
// that expires unused links.
//
// The queue lives in the database of the store, and a job is put into it in the
// transaction of the write that calls for it ([Queue.Enqueue]). Each kind of
// job has a queue with its own limit, so callbacks to a dead host hold back
// neither other kinds nor, up to the limit, each other.
//
// A job runs at least once. What to do with a failed run is decided here by a
// schedule for each kind; whether a recognition is the last one is told to the
// Service, which then gives the blob its final word. A callback is one job from
// its first attempt to its last: between them the Service has it sleep. River itself
// never gives a job up: a run that was cut off by a crash counts as one.
//
// It needs River's tables ([Migrate]) and leaves finished jobs in them for an hour.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"

	"blobsight"
)

// maxAttempts is River's own limit. It is out of reach, since the last attempt
// of our schedules ends the job (see the package comment).
const maxAttempts = math.MaxInt16

// retention is how long finished jobs stay visible in River's tables.
const retention = time.Hour

// Migrate brings River's tables up to date.
func Migrate[TTx any](ctx context.Context, driver riverdriver.Driver[TTx], log *slog.Logger) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet(log)})
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	return nil
}

// Reclaim makes jobs that were running when the process died available at once,
// instead of after River's timeout. Only the sole user of the queue may call
// it, before it starts a Runner.
func Reclaim[TTx any](ctx context.Context, driver riverdriver.Driver[TTx]) error {
	for _, query := range []string{
		`UPDATE river_job SET state = 'available' WHERE state = 'running'`,
		`DELETE FROM river_leader`, // the dead process's claim to maintenance work
	} {
		if err := driver.GetExecutor().Exec(ctx, query); err != nil {
			return fmt.Errorf("reclaim jobs: %w", err)
		}
	}
	return nil
}

// Queue takes jobs in. TTx is the transaction type of the database.
type Queue[TTx any] struct {
	client *river.Client[TTx]
	driver riverdriver.Driver[TTx]
}

// NewQueue makes a Queue that only takes jobs in.
func NewQueue[TTx any](driver riverdriver.Driver[TTx], log *slog.Logger) (*Queue[TTx], error) {
	client, err := river.NewClient(driver, &river.Config{Logger: quiet(log)})
	if err != nil {
		return nil, fmt.Errorf("open job queue: %w", err)
	}
	return &Queue[TTx]{client: client, driver: driver}, nil
}

// Enqueue puts jobs into the queue in tx. They run after tx is committed.
func (q *Queue[TTx]) Enqueue(ctx context.Context, tx TTx, jobs ...blobsight.Job) error {
	for _, job := range jobs {
		// River's priorities begin at 1, the highest.
		opts := &river.InsertOpts{MaxAttempts: maxAttempts, Queue: string(job.Kind), Priority: 1 + int(job.Priority)}
		if _, err := q.client.InsertTx(ctx, tx, argsOf(job), opts); err != nil {
			return fmt.Errorf("enqueue %s job: %w", job.Kind, err)
		}
		if d, ok := q.driver.(interface{ announce(blobsight.JobKind) }); ok {
			d.announce(job.Kind)
		}
	}
	return nil
}

// quiet passes on what an operator should see of River's log: warnings and errors.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(&warnings{log.Handler()})
}

type warnings struct{ slog.Handler }

func (w *warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

func (w *warnings) WithAttrs(a []slog.Attr) slog.Handler { return &warnings{w.Handler.WithAttrs(a)} }

func (w *warnings) WithGroup(g string) slog.Handler { return &warnings{w.Handler.WithGroup(g)} }
