package aws

import (
	"context"
	"fmt"
	"math"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// How long SQS can hold a message back: a new one, and one that was received (an hour
// below its limit of twelve, which count from its reception).
const (
	maxDelay      = 15 * time.Minute
	maxVisibility = 11 * time.Hour
)

// maxSend is how many messages one request can send.
const maxSend = 10

// queue is a queue of SQS.
type queue struct {
	client *sqs.Client
	url    string
}

// send puts a message in, to be seen after the delay at the soonest.
func (q *queue) send(ctx context.Context, body string, delay time.Duration) error {
	_, err := q.client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &q.url, MessageBody: &body, DelaySeconds: seconds(min(delay, maxDelay)),
	})
	if err != nil {
		return fmt.Errorf("send to %s: %w", q.url, err)
	}
	return nil
}

// sendAll puts messages in, at most [maxSend], and gives the index of the first that
// did not get there; len(bodies) when all did.
func (q *queue) sendAll(ctx context.Context, bodies []string) (first int, err error) {
	in := &sqs.SendMessageBatchInput{QueueUrl: &q.url}
	for i, body := range bodies {
		in.Entries = append(in.Entries, types.SendMessageBatchRequestEntry{Id: sdk.String(fmt.Sprint(i)), MessageBody: &body})
	}
	out, err := q.client.SendMessageBatch(ctx, in)
	if err != nil {
		return 0, fmt.Errorf("send to %s: %w", q.url, err)
	}
	failed := map[string]types.BatchResultErrorEntry{}
	for _, f := range out.Failed {
		failed[sdk.ToString(f.Id)] = f
	}
	for i := range bodies {
		if f, is := failed[fmt.Sprint(i)]; is {
			return i, fmt.Errorf("send to %s: %s: %s", q.url, sdk.ToString(f.Code), sdk.ToString(f.Message))
		}
	}
	return len(bodies), nil
}

// hide lets a message that was received be seen again after d.
func (q *queue) hide(ctx context.Context, receipt string, d time.Duration) error {
	_, err := q.client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: &q.url, ReceiptHandle: &receipt, VisibilityTimeout: seconds(min(d, maxVisibility)),
	})
	if err != nil {
		return fmt.Errorf("hold back a message of %s: %w", q.url, err)
	}
	return nil
}

// seconds are whole ones, rounded up.
func seconds(d time.Duration) int32 { return int32(math.Ceil(max(d, 0).Seconds())) }
