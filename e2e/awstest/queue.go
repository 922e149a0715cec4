package awstest

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// How often a queue is looked at when nothing is heard of it, since messages are seen
// again by themselves: soon at first, then ever more rarely.
const firstLook, lastLook = 50 * time.Millisecond, time.Second

// queueSource hands the messages of a queue to a function, as an event source
// mapping of Lambda with ReportBatchItemFailures does: what the function
// answers for is deleted, the rest is seen again when its time has come.
type queueSource struct {
	sqs   *sqs.Client
	url   string
	name  string
	batch int32
	sent  *bell
	to    *function
	fail  func(error)

	places chan struct{} // batches at once
}

// run works until ctx ends, and then waits for batches that are under way.
func (q *queueSource) run(ctx context.Context) {
	defer func() {
		for range cap(q.places) {
			q.places <- struct{}{}
		}
	}()
	wait := firstLook
	for {
		select {
		case q.places <- struct{}{}:
		case <-ctx.Done():
			return
		}
		heard := q.sent.next()
		messages := q.receive(ctx)
		if len(messages) > 0 {
			go func() {
				defer func() { <-q.places }()
				q.deliver(ctx, messages)
			}()
			wait = firstLook
			continue
		}
		<-q.places
		select {
		case <-heard:
			wait = firstLook
		case <-time.After(wait):
			wait = min(2*wait, lastLook)
		case <-ctx.Done():
			return
		}
	}
}

func (q *queueSource) receive(ctx context.Context) []types.Message {
	out, err := q.sqs.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: &q.url, MaxNumberOfMessages: q.batch,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameAll},
	})
	if err != nil {
		if ctx.Err() == nil {
			q.fail(err)
		}
		return nil
	}
	return out.Messages
}

// deliver invokes the function. What it was given when the sources stopped is still
// settled.
func (q *queueSource) deliver(ctx context.Context, messages []types.Message) {
	ctx = context.WithoutCancel(ctx)
	payload, err := json.Marshal(q.event(messages))
	if err != nil {
		q.fail(err)
		return
	}
	answer, err := q.to.invoke(ctx, payload)
	if err != nil {
		return // all of them are seen again
	}
	failed, ok := failures(answer)
	if !ok || slices.Contains(failed, "") {
		return // an answer that is not understood counts as failed
	}
	for _, m := range messages {
		if slices.Contains(failed, *m.MessageId) {
			continue
		}
		if _, err := q.sqs.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle}); err != nil {
			q.fail(err)
		}
	}
}

func (q *queueSource) event(messages []types.Message) events.SQSEvent {
	var event events.SQSEvent
	for _, m := range messages {
		event.Records = append(event.Records, events.SQSMessage{
			MessageId: *m.MessageId, ReceiptHandle: *m.ReceiptHandle, Body: *m.Body, Attributes: m.Attributes, Md5OfBody: *m.MD5OfBody,
			MessageAttributes: map[string]events.SQSMessageAttribute{},
			EventSource:       "aws:sqs", EventSourceARN: queueARN(q.name), AWSRegion: Region,
		})
	}
	return event
}

// failures reads which items of a batch failed. An empty answer means none.
func failures(answer []byte) (items []string, ok bool) {
	var a struct {
		BatchItemFailures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if len(answer) > 0 && json.Unmarshal(answer, &a) != nil {
		return nil, false
	}
	for _, f := range a.BatchItemFailures {
		items = append(items, f.ItemIdentifier)
	}
	return items, true
}
