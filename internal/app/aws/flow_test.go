package aws_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"blobsight/api"
	"blobsight/client"
	"blobsight/internal/app/aws"
)

// receiver is a client that is called back.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []callback
}

type callback struct {
	header http.Header
	body   []byte
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, callback{req.Header, body})
	w.WriteHeader(r.status)
}

func (r *receiver) calls() []callback {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]callback{}, r.got...)
}

// upload makes a blob, uploads to its link, and lets S3 tell.
func (b *bench) upload(callbackURL, picture string) string {
	b.t.Helper()
	created := b.create(callbackURL)
	if status := b.put(created.UploadURL, []byte(picture)); status != http.StatusOK {
		b.t.Fatalf("upload: status %d", status)
	}
	b.uploaded(b.prefix + created.BlobID)
	return created.BlobID
}

// TestFlow: create, upload, recognized, told; and whatever comes twice changes nothing.
func TestFlow(t *testing.T) {
	t.Parallel()
	b, r := newBench(t), newReceiver(t)
	id := b.upload(r.URL, "picture")
	b.want(id, client.AwaitingUpload)
	if done, failed := b.pump(aws.FunctionRecognize, b.uploads); done != 1 || failed != 0 {
		t.Fatalf("%d done, %d failed", done, failed)
	}
	blob := b.want(id, client.Recognized)
	if len(blob.Labels) != 2 || blob.Labels[1].Label != "Dog" || blob.Image.Bytes != 7 || blob.Image.SHA256 != "" || blob.Model.Version != "3.0" {
		t.Errorf("blob is %+v", blob)
	}
	b.dispatch()
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 1 || failed != 0 {
		t.Fatalf("%d done, %d failed", done, failed)
	}
	calls := r.calls()
	if len(calls) != 1 {
		t.Fatalf("%d callbacks", len(calls))
	}
	secret := b.call(aws.FunctionAdmin, map[string]string{"secrets": "show"})["secret"].(string)
	told, err := client.VerifyCallback(secret, calls[0].header, calls[0].body)
	if err != nil || told.BlobID != id || len(told.Labels) != 2 {
		t.Errorf("told %+v, %v", told, err)
	}
	if c := b.get(id).Callback; c.Status != client.CallbackDelivered || c.Attempts != 1 {
		t.Errorf("callback is %+v", c)
	}

	b.uploaded(b.prefix + id)
	b.stream.forget()
	b.dispatch()
	b.pump(aws.FunctionRecognize, b.uploads)
	b.pump(aws.FunctionNotify, b.jobs)
	again := b.get(id)
	if b.eye.asked.Load() != 1 || len(r.calls()) != 1 || again.Callback.Attempts != 1 || !again.RecognizedAt.Equal(*blob.RecognizedAt) {
		t.Errorf("repeated events changed something: asked %d times, told %d times, %+v", b.eye.asked.Load(), len(r.calls()), again)
	}
}

// TestMultipart: a picture that was uploaded in parts, or copied, is one as well; a
// message may tell of several.
func TestMultipart(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, second := b.create(""), b.create("")
	b.put(first.UploadURL, []byte("picture"))
	b.put(second.UploadURL, []byte("picture"))
	one := strings.Replace(s3Event(t, b.prefix+first.BlobID), "ObjectCreated:Put", "ObjectCreated:CompleteMultipartUpload", 1)
	two := strings.Replace(s3Event(t, b.prefix+second.BlobID), "ObjectCreated:Put", "ObjectCreated:Copy", 1)
	b.send(b.uploads, strings.TrimSuffix(one, "]}")+","+strings.TrimPrefix(two, `{"Records":[`))
	if done, failed := b.pump(aws.FunctionRecognize, b.uploads); done != 1 || failed != 0 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	b.want(first.BlobID, client.Recognized)
	b.want(second.BlobID, client.Recognized)
}

// TestBroken: one broken record holds nobody else up.
func TestBroken(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.upload("", "picture")
	b.send(b.uploads, "no JSON")
	b.send(b.uploads, s3Event(t, b.prefix+"no-such-blob"))
	b.send(b.uploads, s3Event(t, "elsewhere/"+id))
	b.send(b.uploads, strings.ReplaceAll(s3Event(t, b.prefix+id), "ObjectCreated:Put", "ObjectRemoved:Delete"))
	b.send(b.uploads, testEvent(t))
	if done, failed := b.pump(aws.FunctionRecognize, b.uploads); done != 5 || failed != 1 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	b.want(id, client.Recognized)

	b.send(b.jobs, "no JSON")
	b.send(b.jobs, `{"kind": "fly", "blob_id": "x"}`)
	b.send(b.jobs, `{"kind": "notify", "blob_id": "no-such-blob"}`)
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 3 || failed != 0 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	if letters := b.letters(); len(letters) != 2 {
		t.Errorf("dead letters %q", letters)
	}
}

func testEvent(t *testing.T) string {
	t.Helper()
	event := document[map[string]string](t, "s3_test.json")
	return `{"Service": "` + event["Service"] + `", "Event": "` + event["Event"] + `"}`
}

// TestBadPictures: what cannot be recognized fails at once, and is told.
func TestBadPictures(t *testing.T) {
	t.Parallel()
	b, r := newBench(t, "BLOBSIGHT_MAX_UPLOAD_BYTES", "100"), newReceiver(t)
	large := b.upload(r.URL, strings.Repeat("x", 101))
	b.pump(aws.FunctionRecognize, b.uploads)
	if blob := b.want(large, client.Failed); blob.Error.Code != "image_too_large" || b.eye.asked.Load() != 0 {
		t.Errorf("%+v, asked %d times", blob.Error, b.eye.asked.Load())
	}
	b.eye.refuse("InvalidImageFormatException", "Request has invalid image format")
	gif := b.upload(r.URL, "GIF89a")
	b.pump(aws.FunctionRecognize, b.uploads)
	if blob := b.want(gif, client.Failed); blob.Error.Code != "unsupported_format" || *blob.Image.Format != "gif" || blob.Image.Bytes != 6 {
		t.Errorf("%+v, %+v", blob.Error, blob.Image)
	}
	b.dispatch()
	for len(r.calls()) < 2 { // a host that is not known yet gets one at a time
		b.pump(aws.FunctionNotify, b.jobs)
		time.Sleep(100 * time.Millisecond)
	}
}

// TestThrottled: a picture that Rekognition has no room for waits in a new message,
// and that is no attempt.
func TestThrottled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.eye.refuse("ThrottlingException", "Rate exceeded")
	id := b.upload("", "picture")
	if done, failed := b.pump(aws.FunctionRecognize, b.uploads); done != 1 || failed != 0 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	b.want(id, client.Queued)
	if visible, hidden, delayed := b.depth(b.uploads); visible+delayed != 1 || hidden != 0 {
		t.Errorf("%d visible, %d hidden, %d delayed", visible, hidden, delayed)
	}
}

// TestGivesUp: trouble is tried again later, but not for ever; a picture that brings
// the function down each time fails in the end.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, "BLOBSIGHT_RECOGNIZE_ATTEMPTS", "3")
	b.eye.refuse("AccessDeniedException", "not authorized")
	id := b.upload("", "picture")
	if done, failed := b.pump(aws.FunctionRecognize, b.uploads); done != 0 || failed != 1 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	b.want(id, client.Queued)
	if _, hidden, _ := b.depth(b.uploads); hidden != 1 {
		t.Errorf("%d messages are hidden", hidden)
	}
	last := types.Message{Body: new(s3Event(t, b.prefix+id)), MessageId: new("m"), Attributes: map[string]string{"ApproximateReceiveCount": "3"}}
	answer, err := invoke[events.SQSEventResponse](t.Context(), b.function(aws.FunctionRecognize), sqsEvent(t, last))
	if err != nil || len(answer.BatchItemFailures) != 0 {
		t.Errorf("%+v, %v", answer, err)
	}
	if blob := b.want(id, client.Failed); blob.Error.Code != "recognizer_error" {
		t.Errorf("%+v", blob.Error)
	}

	poison, asked := b.upload("", "picture"), b.eye.asked.Load()
	last.Body, last.Attributes["ApproximateReceiveCount"] = new(s3Event(t, b.prefix+poison)), "4"
	if answer, err := invoke[events.SQSEventResponse](t.Context(), b.function(aws.FunctionRecognize), sqsEvent(t, last)); err != nil || len(answer.BatchItemFailures) != 0 {
		t.Errorf("%+v, %v", answer, err)
	}
	if blob := b.want(poison, client.Failed); blob.Error.Code != "recognizer_error" || b.eye.asked.Load() != asked {
		t.Errorf("%+v, asked %d times", blob.Error, b.eye.asked.Load()-asked)
	}
}

// TestRetriedCallback: what failed stays in the queue, unseen until it is due.
func TestRetriedCallback(t *testing.T) {
	t.Parallel()
	b, r := newBench(t, "BLOBSIGHT_CALLBACK_SCHEDULE", "0s,20h"), newReceiver(t)
	r.status = http.StatusInternalServerError
	id := b.upload(r.URL, "picture")
	b.pump(aws.FunctionRecognize, b.uploads)
	b.dispatch()
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 0 || failed != 1 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	if _, hidden, _ := b.depth(b.jobs); hidden != 1 || len(b.letters()) != 0 {
		t.Errorf("%d messages are hidden", hidden)
	}
	c := b.get(id).Callback
	if c.Status != client.CallbackPending || c.Attempts != 1 || time.Until(*c.NextAttemptAt) < 19*time.Hour {
		t.Errorf("callback is %+v", c)
	}
	// It comes back before it is due, as no queue holds anything back for so long.
	b.send(b.jobs, `{"kind": "notify", "blob_id": "`+id+`"}`)
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 0 || failed != 1 || len(r.calls()) != 1 {
		t.Errorf("%d done, %d failed, %d calls", done, failed, len(r.calls()))
	}
}

// TestExhausted: the last failure leaves a dead letter, and a replay begins anew.
func TestExhausted(t *testing.T) {
	t.Parallel()
	b, r := newBench(t, "BLOBSIGHT_CALLBACK_SCHEDULE", "0s"), newReceiver(t)
	r.status = http.StatusInternalServerError
	id := b.upload(r.URL, "picture")
	b.pump(aws.FunctionRecognize, b.uploads)
	b.dispatch()
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 1 || failed != 0 {
		t.Errorf("%d done, %d failed", done, failed)
	}
	if letters := b.letters(); len(letters) != 1 || !strings.Contains(letters[0], id) || !strings.Contains(letters[0], `"class":"status"`) {
		t.Errorf("dead letters %q", letters)
	}
	if c := b.get(id).Callback; c.Status != client.CallbackExhausted {
		t.Errorf("callback is %+v", c)
	}
	r.mu.Lock()
	r.status = http.StatusOK
	r.mu.Unlock()
	decode[api.Blob](t, b.http("POST", "/blobs/"+id+"/deliveries", ""), http.StatusAccepted)
	b.dispatch()
	b.pump(aws.FunctionNotify, b.jobs)
	if c := b.get(id).Callback; c.Status != client.CallbackDelivered || c.Attempts != 2 {
		t.Errorf("callback is %+v", c)
	}
}

// TestDoubled: a message that is there twice calls once, and one of it remains.
func TestDoubled(t *testing.T) {
	t.Parallel()
	b, r := newBench(t, "BLOBSIGHT_CALLBACK_SCHEDULE", "0s,20h"), newReceiver(t)
	r.status = http.StatusInternalServerError
	b.upload(r.URL, "picture")
	b.pump(aws.FunctionRecognize, b.uploads)
	b.dispatch()
	b.stream.forget()
	b.dispatch()
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 1 || failed != 1 || len(r.calls()) != 1 {
		t.Errorf("%d done, %d failed, %d calls", done, failed, len(r.calls()))
	}
}

// TestDelete: the image goes with its blob.
func TestDelete(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.upload("", "picture")
	b.pump(aws.FunctionRecognize, b.uploads)
	if a := b.http("DELETE", "/blobs/"+id, ""); a.StatusCode != http.StatusNoContent {
		t.Fatalf("%+v", a)
	}
	if objects := b.objects(); len(objects) != 1 {
		t.Errorf("objects %q", objects)
	}
	b.dispatch()
	b.pump(aws.FunctionNotify, b.jobs)
	if objects := b.objects(); len(objects) != 0 {
		t.Errorf("objects %q", objects)
	}
}

// TestExpire: links end; a picture that nobody told of is taken in then.
func TestExpire(t *testing.T) {
	t.Parallel()
	b, r := newBench(t, "BLOBSIGHT_UPLOAD_TTL", "1s"), newReceiver(t)
	unused, late := b.create(r.URL), b.create(r.URL)
	if status := b.put(late.UploadURL, []byte("picture")); status != http.StatusOK {
		t.Fatalf("upload: status %d", status)
	}
	time.Sleep(time.Until(late.ExpiresAt))
	for range 2 {
		if _, err := invoke[any](t.Context(), b.function(aws.FunctionExpire), document[any](t, "schedule.json")); err != nil {
			t.Fatal(err)
		}
	}
	b.want(unused.BlobID, client.Expired)
	b.want(late.BlobID, client.Queued)
	if visible, _, delayed := b.depth(b.uploads); visible+delayed != 1 {
		t.Errorf("%d messages about late pictures", visible+delayed)
	}
	b.dispatch()
	if done, failed := b.pump(aws.FunctionNotify, b.jobs); done != 1 || failed != 0 || len(r.calls()) != 1 {
		t.Errorf("%d done, %d failed, %d callbacks", done, failed, len(r.calls()))
	}
	if a := b.http("GET", "/blobs/"+late.BlobID+"?wait=1s", ""); !strings.Contains(a.Body, `"status":"queued"`) {
		t.Errorf("%+v", a)
	}
}

// TestUploadOnce: links that work once tell what they want.
func TestUploadOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, "BLOBSIGHT_UPLOAD_ONCE", "true")
	created := b.create("")
	if created.UploadHeaders["If-None-Match"] != "*" {
		t.Errorf("upload_headers are %v", created.UploadHeaders)
	}
	if status := b.put(created.UploadURL, []byte("picture")); status != http.StatusForbidden {
		t.Errorf("without the header: status %d", status)
	}
}
