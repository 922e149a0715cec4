package aws

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"blobsight"
)

// notifier is the function that runs jobs: it calls clients back, and removes images
// of deleted blobs.
type notifier struct {
	*parts
	service    *blobsight.Service
	jobs, dead *queue
}

func (p *parts) notify() (lambda.Handler, error) {
	store, err := p.store()
	if err != nil {
		return nil, err
	}
	images, err := p.bucket()
	if err != nil {
		return nil, err
	}
	caller, err := p.notifier(store)
	if err != nil {
		return nil, err
	}
	n := &notifier{parts: p, jobs: p.queue(p.cfg.Callbacks), dead: p.queue(p.cfg.DeadLetters)}
	n.service, err = p.service(blobsight.Config{
		Store: store, Bucket: images, Notifier: caller, Deliveries: exhausting{store, n.dead, p.log},
	})
	return lambda.NewHandler(n.handle), err
}

// handle runs a job once that comes twice in a batch, and lets go of the second
// message. Messages that are doubled stay together, as they are due at the same time.
func (n *notifier) handle(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	seen := map[string]bool{}
	batch.Records = slices.DeleteFunc(batch.Records, func(m events.SQSMessage) bool {
		twice := seen[m.Body]
		seen[m.Body] = true
		return twice
	})
	return n.each(ctx, batch, n.message), nil
}

// jobWaits are for failures of our own, as on one machine (internal/jobs). Callbacks
// have a schedule of their own, of which the Service knows.
func jobWaits() blobsight.Schedule {
	return blobsight.Schedule{0, time.Second, 10 * time.Second, time.Minute}
}

// message runs one job. What is not due yet stays in the queue until then, or for
// as long as the queue can hold it back, after which it finds that it is early.
func (n *notifier) message(ctx context.Context, m events.SQSMessage) error {
	j, err := decodeJob(m.Body)
	if err != nil {
		n.log.ErrorContext(ctx, "message is not understood", "message_id", m.MessageId, "error", err)
		return n.dead.sendLetter(ctx, letter{Reason: err.Error(), Message: m.Body})
	}
	if err = n.run(ctx, j); err == nil {
		return nil
	}
	ctx, cancel := lastWord(ctx)
	defer cancel()
	wait := jobWaits().Jittered(received(m) + 1)
	if later := (*blobsight.LaterError)(nil); errors.As(err, &later) {
		wait = later.After
	} else {
		n.log.WarnContext(ctx, "job will be tried again", "kind", j.Kind, "blob_id", j.BlobID, "received", received(m), "error", err)
	}
	return errors.Join(err, n.jobs.hide(ctx, m.ReceiptHandle, wait))
}

func (n *notifier) run(ctx context.Context, j blobsight.Job) error {
	if j.Kind == blobsight.JobCleanUp {
		return n.service.CleanUp(ctx, j.BlobID)
	}
	return n.service.Notify(ctx, j)
}
