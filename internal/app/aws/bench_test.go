package aws_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/uuid"

	"blobsight/api"
	"blobsight/internal/app/aws"
	"blobsight/internal/store/dynamo"
)

// bench is a deployment of its own: a table, a prefix of the bucket, queues and an
// eye. Its functions are called as Lambda would call them.
type bench struct {
	t   *testing.T
	eye *eye
	env map[string]string

	tables *dynamodb.Client
	queues *sqs.Client
	table  string
	prefix string
	stream streamReader

	uploads, jobs, dead string // URLs of queues
	functions           map[aws.Function]lambda.Handler
	log                 *logs
}

// newBench makes a deployment with settings that differ from the usual ones.
func newBench(t *testing.T, settings ...string) *bench {
	t.Helper()
	if amazon.moto == "" {
		t.Skip("no S3, DynamoDB and SQS to test with: make test-aws gets them, or BLOBSIGHT_VERSITYGW and BLOBSIGHT_MOTO name versitygw and moto_server")
	}
	cfg, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	name := "test-" + uuid.NewString()
	b := &bench{
		t: t, eye: &eye{}, tables: dynamodb.NewFromConfig(cfg), queues: sqs.NewFromConfig(cfg), table: name, prefix: name + "/a b+c/",
		functions: map[aws.Function]lambda.Handler{}, log: &logs{t: t},
	}
	eyes.Store(name, b.eye)
	t.Cleanup(func() { eyes.Delete(name) })
	made, err := b.tables.CreateTable(t.Context(), dynamo.Table(name))
	if err != nil {
		t.Fatal(err)
	}
	b.stream = newStreamReader(cfg, *made.TableDescription.LatestStreamArn)
	b.uploads, b.jobs, b.dead = b.queue(name+"-uploads"), b.queue(name+"-jobs"), b.queue(name+"-dead")
	b.env = map[string]string{
		"BLOBSIGHT_TABLE": name, "BLOBSIGHT_BUCKET": pictures, "BLOBSIGHT_BUCKET_PREFIX": b.prefix, "BLOBSIGHT_S3_PATH_STYLE": "true",
		"BLOBSIGHT_UPLOAD_QUEUE_URL": b.uploads, "BLOBSIGHT_CALLBACK_QUEUE_URL": b.jobs, "BLOBSIGHT_DEAD_LETTER_QUEUE_URL": b.dead,
		"BLOBSIGHT_CALLBACK_ALLOW": "127.0.0.0/8", "BLOBSIGHT_INSECURE": "true",
	}
	for i := 0; i < len(settings); i += 2 {
		b.env[settings[i]] = settings[i+1]
	}
	return b
}

func (b *bench) queue(name string) (url string) {
	b.t.Helper()
	out, err := b.queues.CreateQueue(b.t.Context(), &sqs.CreateQueueInput{
		QueueName: &name, Attributes: map[string]string{"VisibilityTimeout": "60"},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return *out.QueueUrl
}

// function opens one of the functions, once.
func (b *bench) function(f aws.Function) lambda.Handler {
	b.t.Helper()
	if h := b.functions[f]; h != nil {
		return h
	}
	cfg, err := aws.ReadConfig(func(name string) string {
		if name == "BLOBSIGHT_FUNCTION" {
			return string(f)
		}
		return b.env[name]
	})
	if err != nil {
		b.t.Fatal(err)
	}
	h, err := aws.Open(b.t.Context(), cfg, "test", b.log)
	if err != nil {
		b.t.Fatal(err)
	}
	b.functions[f] = h
	return h
}

// invoke calls a function with an event and reads its answer.
func invoke[T any](ctx context.Context, h lambda.Handler, event any) (answer T, err error) {
	payload, err := json.Marshal(event)
	if err != nil {
		return answer, err
	}
	body, err := h.Invoke(ctx, payload)
	if err != nil {
		return answer, err
	}
	return answer, json.Unmarshal(body, &answer)
}

func (b *bench) call(f aws.Function, event any) map[string]any {
	b.t.Helper()
	answer, err := invoke[map[string]any](b.t.Context(), b.function(f), event)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// put uploads to a link, as curl does, and gives the status.
func (b *bench) put(link string, picture []byte) int {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPut, link, bytes.NewReader(picture))
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// get reads a blob by the HTTP API.
func (b *bench) get(id string) api.Blob {
	b.t.Helper()
	return decode[api.Blob](b.t, b.http("GET", "/blobs/"+id, ""), http.StatusOK)
}

func (b *bench) want(id string, status api.Status) api.Blob {
	b.t.Helper()
	blob := b.get(id)
	if blob.Status != status {
		b.t.Errorf("blob is %s, want %s", blob.Status, status)
	}
	return blob
}

// logs shows what functions say when a test fails.
type logs struct {
	t    *testing.T
	mu   sync.Mutex
	text strings.Builder
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.t.Logf("%s", p)
	return l.text.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
