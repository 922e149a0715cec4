package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"blobsight"
	"blobsight/internal/bucket/s3"
)

// recognizer is the function that S3 tells about pictures, through a queue.
type recognizer struct {
	*parts
	service *blobsight.Service
	images  *s3.Bucket
	uploads *queue
}

func (p *parts) recognize() (lambda.Handler, error) {
	store, err := p.store()
	if err != nil {
		return nil, err
	}
	images, err := p.bucket()
	if err != nil {
		return nil, err
	}
	rec, err := p.recognizer(images)
	if err != nil {
		return nil, err
	}
	service, err := p.service(blobsight.Config{Store: store, Bucket: images, Recognizer: rec})
	if err != nil {
		return nil, err
	}
	r := &recognizer{p, service, images, p.queue(p.cfg.Uploads)}
	return lambda.NewHandler(r.handle), nil
}

func (r *recognizer) handle(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	return r.each(ctx, batch, r.message), nil
}

// recognizeWaits are those of jobs on one machine (internal/jobs).
func recognizeWaits() blobsight.Schedule {
	return blobsight.Schedule{0, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute}
}

// message works on the pictures that one message tells of. A picture that the
// recognizer has no room for is put off by a new message: it must not use up the
// receptions of this one, which count attempts.
func (r *recognizer) message(ctx context.Context, m events.SQSMessage) error {
	err := r.pictures(ctx, m)
	if err == nil {
		return nil
	}
	ctx, cancel := lastWord(ctx)
	defer cancel()
	var later *blobsight.LaterError
	if errors.As(err, &later) {
		return r.uploads.send(ctx, m.Body, later.After)
	}
	r.log.WarnContext(ctx, "pictures will be tried again", "message_id", m.MessageId, "attempt", received(m), "error", err)
	return errors.Join(err, r.uploads.hide(ctx, m.ReceiptHandle, recognizeWaits().Jittered(received(m)+1)))
}

func (r *recognizer) pictures(ctx context.Context, m events.SQSMessage) error {
	var event events.S3Event // of S3's test event, which has no records, nothing is to be done
	if err := json.Unmarshal([]byte(m.Body), &event); err != nil {
		return fmt.Errorf("message is no event of S3: %w", err)
	}
	attempt := blobsight.Attempt{Number: received(m), Max: r.cfg.RecognizeAttempts}
	var errs []error
	for _, e := range event.Records {
		id, ours := r.images.Key(e.S3.Object.URLDecodedKey)
		if !ours || e.S3.Bucket.Name != r.cfg.Bucket || !strings.HasPrefix(e.EventName, "ObjectCreated:") {
			r.log.WarnContext(ctx, "event does not concern us", "event", e.EventName, "bucket", e.S3.Bucket.Name, "object", e.S3.Object.URLDecodedKey)
			continue
		}
		errs = append(errs, r.picture(ctx, id, attempt))
	}
	return errors.Join(errs...)
}

// picture takes one in and recognizes it. One that belongs to no blob that waits
// for it is left to the lifecycle rule of the bucket.
func (r *recognizer) picture(ctx context.Context, id string, attempt blobsight.Attempt) error {
	_, err := r.service.Uploaded(ctx, id)
	if errors.Is(err, blobsight.ErrBlobNotFound) || errors.Is(err, blobsight.ErrUploadExpired) || errors.Is(err, blobsight.ErrObjectNotFound) {
		r.log.InfoContext(ctx, "picture of no blob", "blob_id", id, "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	return r.service.Recognize(ctx, id, attempt)
}
