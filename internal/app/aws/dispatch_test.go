package aws_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"blobsight/internal/app/aws"
)

// fullQueue stands in for SQS and takes so many messages, no more, and no dead letters
// if it is told so.
type fullQueue struct {
	mu    sync.Mutex
	room  int
	deaf  bool
	taken []string
}

func (q *fullQueue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	var in struct {
		MessageBody string
		Entries     []struct{ Id, MessageBody string }
	}
	_ = json.Unmarshal(body, &in)
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	if in.Entries == nil && q.deaf {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type": "com.amazonaws.sqs#QueueDoesNotExist"}`)
		return
	}
	if in.Entries == nil {
		q.taken = append(q.taken, in.MessageBody)
		_, _ = io.WriteString(w, `{"MessageId": "m"}`)
		return
	}
	var good, bad []string
	for _, e := range in.Entries {
		if len(q.taken) < q.room {
			q.taken = append(q.taken, e.MessageBody)
			good = append(good, fmt.Sprintf(`{"Id": %q, "MessageId": "m"}`, e.Id))
		} else {
			bad = append(bad, fmt.Sprintf(`{"Id": %q, "Code": "InternalError", "Message": "full", "SenderFault": false}`, e.Id))
		}
	}
	_, _ = fmt.Fprintf(w, `{"Successful": [%s], "Failed": [%s]}`, strings.Join(good, ","), strings.Join(bad, ","))
}

// dispatcher is the dispatching function on a queue that has so much room.
func dispatcher(t *testing.T, room int) (lambda.Handler, *fullQueue) {
	t.Helper()
	q := &fullQueue{room: room}
	server := httptest.NewServer(q)
	t.Cleanup(server.Close)
	h, err := aws.OpenWith(sdk.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
	}, aws.Config{Function: aws.FunctionDispatch, Callbacks: server.URL + "/jobs", DeadLetters: server.URL + "/dead"})
	if err != nil {
		t.Fatal(err)
	}
	return h, q
}

func jobRecord(t *testing.T, number, kind string) any {
	t.Helper()
	text := func(s string) streams.AttributeValue { return &streams.AttributeValueMemberS{Value: s} }
	return streamRecord(t, "INSERT", number, map[string]streams.AttributeValue{
		"pk": text("JOB#" + number), "sk": text("JOB"), "kind": text(kind), "blob_id": text("blob-" + number),
		"replay": &streams.AttributeValueMemberN{Value: "2"}, "priority": &streams.AttributeValueMemberN{Value: "0"},
		"ttl": &streams.AttributeValueMemberN{Value: "1"},
	})
}

func TestDispatch(t *testing.T) {
	t.Parallel()
	h, q := dispatcher(t, 100)
	records := []any{
		jobRecord(t, "1", "notify"), jobRecord(t, "2", "recognize"), jobRecord(t, "3", "clean_up"), jobRecord(t, "4", "levitate"),
		streamRecord(t, "MODIFY", "5", map[string]streams.AttributeValue{"sk": &streams.AttributeValueMemberS{Value: "JOB"}}),
		streamRecord(t, "INSERT", "6", map[string]streams.AttributeValue{"sk": &streams.AttributeValueMemberS{Value: "BLOB"}}),
	}
	answer, err := invoke[events.DynamoDBEventResponse](t.Context(), h, map[string]any{"Records": records})
	if err != nil || len(answer.BatchItemFailures) != 0 {
		t.Errorf("%+v, %v", answer, err)
	}
	slices.Sort(q.taken)
	if len(q.taken) != 3 || q.taken[0] != `{"kind":"clean_up","blob_id":"blob-3","replay":2}` || q.taken[1] != `{"kind":"notify","blob_id":"blob-1","replay":2}` ||
		!strings.Contains(q.taken[2], "levitate") {
		t.Errorf("messages %q", q.taken)
	}
}

// TestDispatchStops: at the first job that cannot be handed on, and says which.
func TestDispatchStops(t *testing.T) {
	t.Parallel()
	h, q := dispatcher(t, 13)
	var records []any
	for i := range 40 {
		records = append(records, jobRecord(t, fmt.Sprint(i), "notify"))
	}
	answer, err := invoke[events.DynamoDBEventResponse](t.Context(), h, map[string]any{"Records": records})
	if err != nil || len(answer.BatchItemFailures) != 1 || answer.BatchItemFailures[0].ItemIdentifier != "13" || len(q.taken) != 13 {
		t.Errorf("%+v, %v, %d messages", answer, err, len(q.taken))
	}
}

// TestDispatchKeepsWhatCameBefore: a record whose dead letter cannot be sent comes again,
// and Lambda takes all before it for done. So they must have been handed on.
func TestDispatchKeepsWhatCameBefore(t *testing.T) {
	t.Parallel()
	h, q := dispatcher(t, 100)
	q.deaf = true
	records := []any{jobRecord(t, "1", "notify"), jobRecord(t, "2", "notify"), jobRecord(t, "3", "levitate"), jobRecord(t, "4", "notify")}
	answer, err := invoke[events.DynamoDBEventResponse](t.Context(), h, map[string]any{"Records": records})
	if err != nil || len(answer.BatchItemFailures) != 1 || answer.BatchItemFailures[0].ItemIdentifier != "3" || len(q.taken) != 2 {
		t.Errorf("%+v, %v, messages %q", answer, err, q.taken)
	}
}

// TestPanics: a message that panics fails alone.
func TestPanics(t *testing.T) {
	t.Parallel()
	event := document[events.SQSEvent](t, "sqs.json")
	second := event.Records[0]
	second.MessageId = "poison"
	event.Records = append(event.Records, second)
	answer := aws.Each(t.Context(), event, func(m events.SQSMessage) error {
		if m.MessageId == "poison" {
			panic("ouch")
		}
		return nil
	})
	if len(answer.BatchItemFailures) != 1 || answer.BatchItemFailures[0].ItemIdentifier != "poison" {
		t.Errorf("%+v", answer)
	}
}
