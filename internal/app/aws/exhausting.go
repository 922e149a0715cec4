package aws

import (
	"context"
	"log/slog"

	"blobsight"
)

// exhausting is a log of callbacks that tells a queue of those that came to nothing,
// for alarms. The log itself has them too, and callbacks are replayed from there.
type exhausting struct {
	blobsight.DeliveryStore

	dead *queue
	log  *slog.Logger
}

func (e exhausting) RecordDelivery(ctx context.Context, b *blobsight.Blob, d *blobsight.Delivery) error {
	if err := e.DeliveryStore.RecordDelivery(ctx, b, d); err != nil || d.Outcome != blobsight.OutcomeExhausted {
		return err
	}
	l := letter{Reason: "callback exhausted: " + d.Detail, BlobID: b.ID, Attempts: d.Attempt, Class: d.Class}
	if err := e.dead.sendLetter(ctx, l); err != nil {
		e.log.ErrorContext(ctx, "dead letter could not be sent", "blob_id", b.ID, "error", err)
	}
	return nil
}
