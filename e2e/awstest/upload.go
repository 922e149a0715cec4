package awstest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// uploads hears from versitygw of what happens in the bucket and tells the queue of
// it as Amazon's S3 does.
type uploads struct {
	queue string
	sqs   *sqs.Client
	fail  func(error)

	mute func() bool // events get lost
}

func (u *uploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		u.fail(err)
		return
	}

	event, is := amazonEvent(body)
	if !is || u.mute() {
		return
	}
	text, err := json.Marshal(event)
	if err == nil {
		_, err = u.sqs.SendMessage(context.WithoutCancel(r.Context()), &sqs.SendMessageInput{QueueUrl: &u.queue, MessageBody: ptr(string(text))})
	}
	if err != nil {
		u.fail(err)
	}
}

// told is what is read of an event of versitygw.
type told struct {
	Records []struct {
		EventName string    `json:"eventName"`
		EventTime time.Time `json:"eventTime"`
		S3        struct {
			Bucket struct {
				Name string `json:"name"`
			} `json:"bucket"`
			Object struct {
				Key       string `json:"key"`
				Size      int64  `json:"size"`
				ETag      string `json:"eTag"`
				Sequencer string `json:"sequencer"`
			} `json:"object"`
		} `json:"s3"`
	}
}

// amazonEvent turns an event of versitygw into the one that Amazon's S3 would send:
// the names of events have no "s3:" before them, keys are URL-encoded as in a query, the ARN
// is that of the bucket, and tags have no quotes. Only new objects are told of, as
// the bucket is set up.
func amazonEvent(body []byte) (event events.S3Event, is bool) {
	var heard told
	if json.Unmarshal(body, &heard) != nil {
		return event, false
	}
	for _, r := range heard.Records {
		name := strings.TrimPrefix(r.EventName, "s3:")
		if !strings.HasPrefix(name, "ObjectCreated:") {
			continue
		}
		object := r.S3.Object
		event.Records = append(event.Records, events.S3EventRecord{
			EventVersion: "2.1", EventSource: "aws:s3", AWSRegion: Region, EventTime: r.EventTime, EventName: name,
			S3: events.S3Entity{
				SchemaVersion: "1.0", ConfigurationID: "uploads",
				Bucket: events.S3Bucket{Name: r.S3.Bucket.Name, Arn: "arn:aws:s3:::" + r.S3.Bucket.Name},
				Object: events.S3Object{
					Key: url.QueryEscape(object.Key), Size: object.Size, ETag: strings.Trim(object.ETag, `"`), Sequencer: object.Sequencer,
				},
			},
		})
	}
	return event, len(event.Records) > 0
}

func ptr[T any](v T) *T { return &v }
