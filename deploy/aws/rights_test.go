package aws_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	app "blobsight/internal/app/aws"
)

// TestRights lets the functions do all that they do, each with its role and
// nothing else: no right is missing, and none is left over.
func TestRights(t *testing.T) {
	var gone atomic.Bool
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if gone.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	t.Cleanup(receiver.Close)
	d := deploy(t, map[string]string{
		"BLOBSIGHT_CALLBACK_ALLOW": "127.0.0.0/8", "BLOBSIGHT_UPLOAD_TTL": "5s", "BLOBSIGHT_CALLBACK_SCHEDULE": "0s,1s",
	})
	key := text(d.invoke(app.FunctionAdmin, object{"keys": "create", "name": "tests"})["key"])
	d.administer()

	// A picture, from the request to the end of it.
	id := d.create(key, receiver.URL, "picture")
	d.deliver(app.FunctionRecognize, s3Event(id))
	d.want(key, id, "recognized")
	d.dispatch()
	d.drain(app.FunctionNotify, "CallbackQueue")
	for _, path := range []string{"/readyz", "/blobs", "/blobs?status=recognized", "/deliveries", "/blobs/" + id + "/deliveries"} {
		d.http(key, "GET", path, nil, 200)
	}
	d.http(key, "POST", "/blobs/"+id+"/deliveries", nil, 202)
	d.http(key, "POST", "/labels", jpeg(), 200)

	// One whose receiver fails until the end.
	gone.Store(true)
	d.dispatch()
	d.until("the callback is exhausted", func(context.Context) bool {
		d.drain(app.FunctionNotify, "CallbackQueue")
		return d.depth("CallbackDeadQueue") > 0
	})
	d.http(key, "DELETE", "/blobs/"+id, nil, 204)
	d.dispatch()
	d.drain(app.FunctionNotify, "CallbackQueue")

	// Pictures that are put off, unknown, missing, late and never sent.
	d.busy.Store(true)
	busy := d.create(key, "", "picture")
	d.deliver(app.FunctionRecognize, s3Event(busy), s3Event("unknown"), "no JSON")
	late, never := d.create(key, "", "picture"), d.create(key, "", "")
	d.deliver(app.FunctionRecognize, s3Event(never))
	d.until("both links ran out", func(context.Context) bool {
		d.invoke(app.FunctionExpire, object{})
		return d.status(key, never) == "expired" && d.status(key, late) == "queued"
	})
	d.invoke(app.FunctionDispatch, object{"Records": []any{object{"eventName": "INSERT", "dynamodb": object{
		"SequenceNumber": "1", "NewImage": object{"pk": object{"S": "JOB#1"}, "sk": object{"S": "JOB"}, "kind": object{"S": "of a later version"}},
	}}}})
	if n := d.depth("DispatchDeadQueue"); n != 1 {
		t.Errorf("%d jobs were set aside, want 1", n)
	}
	for _, g := range d.guards {
		g.check(t)
	}
}

// administer does the rest of what can be done by hand.
func (d *deployment) administer() {
	d.t.Helper()
	other := text(d.invoke(app.FunctionAdmin, object{"keys": "create", "name": "other"})["id"])
	d.invoke(app.FunctionAdmin, object{"secrets": "rotate", "key_id": other, "grace": "1h"})
	made := text(d.invoke(app.FunctionAdmin, object{"secrets": "rotate"})["id"])
	for _, order := range []object{
		{"keys": "list"}, {"keys": "revoke", "id": other}, {"secrets": "list"}, {"secrets": "show"}, {"secrets": "rotate"}, {"secrets": "revoke", "id": made},
	} {
		d.invoke(app.FunctionAdmin, order)
	}
}

// http asks the function as API Gateway does, and gives the answer.
func (d *deployment) http(key, method, path string, body []byte, want int) object {
	d.t.Helper()
	path, query, _ := strings.Cut(path, "?")
	answer := d.invoke(app.FunctionHTTP, object{
		"version": "2.0", "rawPath": path, "rawQueryString": query, "headers": object{"x-api-key": key, "host": "api.example.com"},
		"requestContext": object{"stage": "$default", "http": object{"method": method, "path": path, "sourceIp": "192.0.2.1"}},
		"body":           base64.StdEncoding.EncodeToString(body), "isBase64Encoded": true,
	})
	if got := number(answer["statusCode"]); got != want {
		d.t.Fatalf("%s %s: %d, want %d: %s", method, path, got, want, text(answer["body"]))
	}
	var out object
	_ = json.Unmarshal([]byte(text(answer["body"])), &out) // some have none
	return out
}

// create makes a blob and, if there is a picture, uploads it.
func (d *deployment) create(key, callback, picture string) (id string) {
	d.t.Helper()
	order := object{"callback_url": nil}
	if callback != "" {
		order["callback_url"] = callback
	}
	data, _ := json.Marshal(order)
	made := d.http(key, "POST", "/blobs", data, 201)
	if picture != "" {
		req, err := http.NewRequestWithContext(d.t.Context(), http.MethodPut, text(made["upload_url"]), strings.NewReader(picture))
		if err != nil {
			d.t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			d.t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			d.t.Fatalf("upload: %s", resp.Status)
		}
	}
	return text(made["blob_id"])
}

func (d *deployment) status(key, id string) string {
	d.t.Helper()
	return text(d.http(key, "GET", "/blobs/"+id, nil, 200)["status"])
}

func (d *deployment) want(key, id, status string) {
	d.t.Helper()
	if got := d.status(key, id); got != status {
		d.t.Fatalf("blob is %s, want %s", got, status)
	}
}

func s3Event(id string) string {
	data, _ := json.Marshal(object{"Records": []any{object{"eventName": "ObjectCreated:Put", "s3": object{
		"bucket": object{"name": sourceBucket}, "object": object{"key": id},
	}}}})
	return string(data)
}

// deliver gives a function messages of the upload queue, as Lambda does.
func (d *deployment) deliver(f app.Function, bodies ...string) {
	d.t.Helper()
	for _, body := range bodies {
		if _, err := d.messages.SendMessage(d.t.Context(), &sqs.SendMessageInput{QueueUrl: aws.String(d.queues["UploadQueue"]), MessageBody: &body}); err != nil {
			d.t.Fatal(err)
		}
	}
	d.drain(f, "UploadQueue")
}

// drain gives a function what lies in a queue; what it does not fail is gone.
func (d *deployment) drain(f app.Function, queue string) {
	d.t.Helper()
	u := aws.String(d.queues[queue])
	got, err := d.messages.ReceiveMessage(d.t.Context(), &sqs.ReceiveMessageInput{QueueUrl: u, MaxNumberOfMessages: 10})
	if err != nil {
		d.t.Fatal(err)
	}
	var records []any
	for _, m := range got.Messages {
		records = append(records, object{
			"messageId": *m.MessageId, "receiptHandle": *m.ReceiptHandle, "body": *m.Body, "attributes": object{"ApproximateReceiveCount": "1"},
		})
	}
	if len(records) == 0 {
		return
	}
	failed := text(d.invoke(f, object{"Records": records})["batchItemFailures"])
	for _, m := range got.Messages {
		if strings.Contains(failed, *m.MessageId) {
			continue
		}
		if _, err := d.messages.DeleteMessage(d.t.Context(), &sqs.DeleteMessageInput{QueueUrl: u, ReceiptHandle: m.ReceiptHandle}); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *deployment) depth(queue string) int {
	d.t.Helper()
	got, err := d.messages.GetQueueAttributes(d.t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String(d.queues[queue]), AttributeNames: []sqstypes.QueueAttributeName{"ApproximateNumberOfMessages"},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return number(got.Attributes["ApproximateNumberOfMessages"])
}

// dispatch hands on the jobs of the table, each once, as its stream does.
func (d *deployment) dispatch() {
	d.t.Helper()
	got, err := d.tables.Scan(d.t.Context(), &dynamodb.ScanInput{
		TableName: aws.String(sourceName), FilterExpression: aws.String("sk = :job"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":job": &types.AttributeValueMemberS{Value: "JOB"}},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	var records []any
	for _, item := range got.Items {
		image := object{}
		for name, v := range item {
			switch v := v.(type) {
			case *types.AttributeValueMemberS:
				image[name] = object{"S": v.Value}
			case *types.AttributeValueMemberN:
				image[name] = object{"N": v.Value}
			}
		}
		records = append(records, object{"eventName": "INSERT", "dynamodb": object{"SequenceNumber": "1", "NewImage": image}})
		if _, err := d.tables.DeleteItem(d.t.Context(), &dynamodb.DeleteItemInput{
			TableName: aws.String(sourceName), Key: map[string]types.AttributeValue{"pk": item["pk"], "sk": item["sk"]},
		}); err != nil {
			d.t.Fatal(err)
		}
	}
	d.invoke(app.FunctionDispatch, object{"Records": records})
}

// jpeg is a picture, as far as its first bytes tell.
func jpeg() []byte { return append([]byte{0xff, 0xd8, 0xff, 0xe0, 0, 16}, "JFIF\x00"...) }
