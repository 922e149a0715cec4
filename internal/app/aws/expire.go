package aws

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"blobsight"
	"blobsight/internal/bucket/s3"
)

func (p *parts) expire() (lambda.Handler, error) {
	store, err := p.store()
	if err != nil {
		return nil, err
	}
	images, err := p.bucket()
	if err != nil {
		return nil, err
	}
	late := lateUploads{store, images, p.cfg.Bucket, p.queue(p.cfg.Uploads)}
	service, err := p.service(blobsight.Config{Store: late, Deliveries: store, Bucket: images})
	if err != nil {
		return nil, err
	}
	return lambda.NewHandler(func(ctx context.Context) error {
		ctx, cancel := inTime(ctx)
		defer cancel()
		n, err := service.Expire(ctx)
		if n > 0 {
			p.log.InfoContext(ctx, "links ran out", "blobs", n)
		}
		return err
	}), nil
}

// lateUploads is a store for the sweep. A picture that lies there when its link
// ends, although nobody told of it, has no event of S3 to come; so its job becomes
// one. It is sent before the move: if the move fails, the event makes it.
type lateUploads struct {
	blobsight.Store

	images  *s3.Bucket
	bucket  string
	uploads *queue
}

func (l lateUploads) Update(ctx context.Context, b *blobsight.Blob, from blobsight.State, jobs ...blobsight.Job) error {
	for _, j := range jobs {
		if j.Kind != blobsight.JobRecognize {
			continue
		}
		body, err := json.Marshal(uploadEvent(l.bucket, l.images.Object(j.BlobID)))
		if err != nil {
			return err
		}
		if err := l.uploads.send(ctx, string(body), lateDelay); err != nil {
			return err
		}
	}
	return l.Store.Update(ctx, b, from, jobs...)
}

// lateDelay lets the move be made before the event is seen, so that both do not try it.
const lateDelay = 5 * time.Second

// uploadEvent is what S3 would have said about an object.
func uploadEvent(bucket, object string) events.S3Event {
	return events.S3Event{Records: []events.S3EventRecord{{
		EventSource: "blobsight", EventName: "ObjectCreated:Put",
		S3: events.S3Entity{Bucket: events.S3Bucket{Name: bucket}, Object: events.S3Object{Key: url.QueryEscape(object)}},
	}}}
}
