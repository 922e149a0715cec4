package aws_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"blobsight/internal/app/aws"
)

// pump does what Lambda does with a queue: it gives a function what can be
// received, and deletes what the function does not report as failed. It gives the numbers of both.
func (b *bench) pump(f aws.Function, queue string) (done, failed int) {
	b.t.Helper()
	out, err := b.queues.ReceiveMessage(b.t.Context(), &sqs.ReceiveMessageInput{
		QueueUrl: &queue, MaxNumberOfMessages: 10, MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameAll},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	if len(out.Messages) == 0 {
		return 0, 0
	}
	answer, err := invoke[events.SQSEventResponse](b.t.Context(), b.function(f), sqsEvent(b.t, out.Messages...))
	if err != nil {
		b.t.Fatal(err)
	}
	back := map[string]bool{}
	for _, f := range answer.BatchItemFailures {
		back[f.ItemIdentifier] = true
	}
	for _, m := range out.Messages {
		if back[*m.MessageId] {
			failed++
			continue
		}
		done++
		if _, err := b.queues.DeleteMessage(b.t.Context(), &sqs.DeleteMessageInput{QueueUrl: &queue, ReceiptHandle: m.ReceiptHandle}); err != nil {
			b.t.Fatal(err)
		}
	}
	return done, failed
}

// sqsEvent is an event in the documented form.
func sqsEvent(t *testing.T, messages ...types.Message) events.SQSEvent {
	t.Helper()
	event := document[events.SQSEvent](t, "sqs.json")
	one := event.Records[0]
	event.Records = nil
	for _, m := range messages {
		r := one
		r.MessageId, r.ReceiptHandle, r.Body = sdk.ToString(m.MessageId), sdk.ToString(m.ReceiptHandle), sdk.ToString(m.Body)
		if m.Attributes != nil {
			r.Attributes = m.Attributes
		}
		event.Records = append(event.Records, r)
	}
	return event
}

// depth is how many messages can be received, are hidden, and are held back.
func (b *bench) depth(queue string) (visible, hidden, delayed int) {
	b.t.Helper()
	out, err := b.queues.GetQueueAttributes(b.t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: &queue, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameAll},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	number := func(name string) int { n, _ := strconv.Atoi(out.Attributes[name]); return n }
	return number("ApproximateNumberOfMessages"), number("ApproximateNumberOfMessagesNotVisible"), number("ApproximateNumberOfMessagesDelayed")
}

// letters takes the dead letters out.
func (b *bench) letters() []string {
	b.t.Helper()
	out, err := b.queues.ReceiveMessage(b.t.Context(), &sqs.ReceiveMessageInput{QueueUrl: &b.dead, MaxNumberOfMessages: 10})
	if err != nil {
		b.t.Fatal(err)
	}
	var bodies []string
	for _, m := range out.Messages {
		bodies = append(bodies, *m.Body)
	}
	return bodies
}

// uploaded tells the queue that S3 has an object, as S3 does.
func (b *bench) uploaded(object string) {
	b.t.Helper()
	b.send(b.uploads, s3Event(b.t, object))
}

// s3Event is an event in the documented form.
func s3Event(t *testing.T, object string) string {
	t.Helper()
	body, err := json.Marshal(document[any](t, "s3.json"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("BUCKET", pictures, "KEY", url.QueryEscape(object)).Replace(string(body))
}

func (b *bench) send(queue, body string) {
	b.t.Helper()
	if _, err := b.queues.SendMessage(b.t.Context(), &sqs.SendMessageInput{QueueUrl: &queue, MessageBody: &body}); err != nil {
		b.t.Fatal(err)
	}
}

// streamReader reads the changes of a table.
type streamReader struct {
	client *dynamodbstreams.Client
	arn    string
	seen   map[string]bool
}

func newStreamReader(cfg sdk.Config, arn string) streamReader {
	return streamReader{dynamodbstreams.NewFromConfig(cfg), arn, map[string]bool{}}
}

// dispatch gives the dispatching function the changes that it has not seen, and wants no failure.
func (b *bench) dispatch() {
	b.t.Helper()
	records := b.stream.read(b.t)
	if len(records) == 0 {
		return
	}
	answer, err := invoke[events.DynamoDBEventResponse](b.t.Context(), b.function(aws.FunctionDispatch), map[string]any{"Records": records})
	if err != nil || len(answer.BatchItemFailures) != 0 {
		b.t.Fatalf("%+v, %v", answer, err)
	}
}

// read gives the records that were not read before, in the documented form.
func (s streamReader) read(t *testing.T) (out []any) {
	t.Helper()
	described, err := s.client.DescribeStream(t.Context(), &dynamodbstreams.DescribeStreamInput{StreamArn: &s.arn})
	if err != nil {
		t.Fatal(err)
	}
	for _, shard := range described.StreamDescription.Shards {
		at, err := s.client.GetShardIterator(t.Context(), &dynamodbstreams.GetShardIteratorInput{
			StreamArn: &s.arn, ShardId: shard.ShardId, ShardIteratorType: streams.ShardIteratorTypeTrimHorizon,
		})
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.client.GetRecords(t.Context(), &dynamodbstreams.GetRecordsInput{ShardIterator: at.ShardIterator})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Records {
			if number := *r.Dynamodb.SequenceNumber; !s.seen[number] {
				s.seen[number] = true
				out = append(out, streamRecord(t, string(r.EventName), number, r.Dynamodb.NewImage))
			}
		}
	}
	return out
}

// streamRecord is a record in the documented form. Of an image it has texts and numbers.
func streamRecord(t *testing.T, event, number string, image map[string]streams.AttributeValue) any {
	t.Helper()
	record := document[map[string][]map[string]any](t, "stream.json")["Records"][0]
	values := map[string]any{}
	for name, value := range image {
		switch v := value.(type) {
		case *streams.AttributeValueMemberS:
			values[name] = map[string]string{"S": v.Value}
		case *streams.AttributeValueMemberN:
			values[name] = map[string]string{"N": v.Value}
		default:
			values[name] = map[string]bool{"NULL": true}
		}
	}
	record["eventName"] = event
	change := record["dynamodb"].(map[string]any)
	change["SequenceNumber"], change["NewImage"] = number, values
	return record
}

// forget lets all records be read again.
func (s streamReader) forget() { clear(s.seen) }

// objects lists what the deployment has in the bucket.
func (b *bench) objects() (names []string) {
	b.t.Helper()
	cfg, err := config.LoadDefaultConfig(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	out, err := client.ListObjectsV2(b.t.Context(), &s3.ListObjectsV2Input{Bucket: new(pictures), Prefix: &b.prefix})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, o := range out.Contents {
		names = append(names, *o.Key)
	}
	return names
}
