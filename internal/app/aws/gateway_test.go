package aws_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"blobsight/internal/app/aws"
)

func TestRequest(t *testing.T) {
	t.Parallel()
	var got string
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = fmt.Sprintln(r.Method, r.URL.Path, r.URL.Query()["parameter1"], r.Host, r.RemoteAddr, r.Header.Get("Header2"), r.Header.Get("Cookie"), r.ContentLength, string(body))
		w.Header().Add("X-Two", "a")
		w.Header().Add("X-Two", "b")
		w.WriteHeader(http.StatusCreated)
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("é"))
	})
	event := document[events.APIGatewayV2HTTPRequest](t, "http.json")
	answer, err := invoke[events.APIGatewayV2HTTPResponse](t.Context(), aws.Gateway(echo), event)
	if err != nil {
		t.Fatal(err)
	}
	want := "POST /my/path [value1 value2] api-id.execute-api.us-east-1.amazonaws.com 192.0.2.1 value1,value2 cookie1; cookie2 17 Hello from Lambda\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if answer.StatusCode != http.StatusCreated || answer.Body != "é" || answer.IsBase64Encoded || answer.Headers["X-Two"] != "a, b" {
		t.Errorf("answer is %+v", answer)
	}
}

func TestStages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ stage, path, want string }{
		{"dev", "/dev", "/"},
		{"dev", "/dev/", "/"},
		{"dev", "/dev/blobs", "/blobs"},
		{"dev", "/dev/dev", "/dev"},
		{"dev", "/device", "/device"},
		{"dev", "/blobs", "/blobs"}, // a domain of one's own
		{"$default", "/blobs", "/blobs"},
		{"$default", "/", "/"},
		{"", "/blobs", "/blobs"},
		{"$default", "", "/"},
		{"$default", "//host/blobs", "//host/blobs"},
		{"dev", "/dev//host/blobs", "//host/blobs"},
		{"$default", "/a%20b%2Fc", "/a b/c"},
	} {
		var got string
		event := document[events.APIGatewayV2HTTPRequest](t, "http.json")
		event.RequestContext.Stage, event.RawPath = c.stage, c.path
		h := aws.Gateway(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.URL.Path }))
		if answer, err := invoke[events.APIGatewayV2HTTPResponse](t.Context(), h, event); err != nil || answer.StatusCode != http.StatusOK || got != c.want {
			t.Errorf("%s in stage %s: %q, %d, %v", c.path, c.stage, got, answer.StatusCode, err)
		}
	}
}

func TestBinary(t *testing.T) {
	t.Parallel()
	picture := []byte("\x89PNG\r\n\x1a\n\xff\x00")
	event := document[events.APIGatewayV2HTTPRequest](t, "http.json")
	event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(picture), true
	echo := aws.Gateway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	answer, err := invoke[events.APIGatewayV2HTTPResponse](t.Context(), echo, event)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := base64.StdEncoding.DecodeString(answer.Body); err != nil || !answer.IsBase64Encoded || !bytes.Equal(body, picture) {
		t.Errorf("answer is %+v, %v", answer, err)
	}
	event.Body = "no base64!"
	if answer, err := invoke[events.APIGatewayV2HTTPResponse](t.Context(), echo, event); err != nil || answer.StatusCode != http.StatusBadRequest {
		t.Errorf("answer is %+v, %v", answer, err)
	}
}

// TestLargeAnswer: what Lambda would refuse is refused before, in words.
func TestLargeAnswer(t *testing.T) {
	t.Parallel()
	h := aws.Gateway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 6<<20)) }))
	answer, err := invoke[events.APIGatewayV2HTTPResponse](t.Context(), h, document[any](t, "http.json"))
	if err != nil || answer.StatusCode != http.StatusBadRequest || !strings.Contains(answer.Body, `"code":"invalid_request"`) {
		t.Errorf("%d: %.200s, %v", answer.StatusCode, answer.Body, err)
	}
}

// TestStream: a stream ends with its first event.
func TestStream(t *testing.T) {
	t.Parallel()
	h := aws.Gateway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; r.Context().Err() == nil; i++ {
			_, _ = fmt.Fprintf(w, "%d;", i)
			_ = http.NewResponseController(w).Flush()
		}
	}))
	answer, err := invoke[events.APIGatewayV2HTTPResponse](t.Context(), h, document[any](t, "http.json"))
	if err != nil || answer.Body != "0;1;" {
		t.Errorf("%q, %v", answer.Body, err)
	}
}

// TestInTime: a request that waits is answered before Lambda stops the function.
func TestInTime(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(time.Second))
	defer cancel()
	h := aws.Gateway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		_, _ = io.WriteString(w, "as it is")
	}))
	answer, err := invoke[events.APIGatewayV2HTTPResponse](ctx, h, document[any](t, "http.json"))
	if err != nil || answer.Body != "as it is" || ctx.Err() != nil {
		t.Errorf("%q, %v, %v", answer.Body, err, ctx.Err())
	}
}
