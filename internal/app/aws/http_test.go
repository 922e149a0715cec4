package aws_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"blobsight/api"
	"blobsight/api/apitest"
	"blobsight/internal/app/aws"
)

// http makes a request as API Gateway passes it on, of which the answer must be as the
// contract says. Headers are pairs.
func (b *bench) http(method, path, body string, headers ...string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, "https://api.example.com"+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	contract, err := apitest.NewTransport(apiGateway{b})
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := contract.RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(text)}
}

type answer struct {
	StatusCode int
	Header     http.Header
	Body       string
}

// apiGateway passes requests on to the function in the stage dev.
type apiGateway struct{ b *bench }

func (g apiGateway) RoundTrip(r *http.Request) (*http.Response, error) {
	event := document[events.APIGatewayV2HTTPRequest](g.b.t, "http.json")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	event.RequestContext.HTTP.Method, event.Cookies = r.Method, nil
	event.RawPath, event.RawQueryString = "/dev"+r.URL.EscapedPath(), r.URL.RawQuery
	event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	for name := range r.Header {
		event.Headers[strings.ToLower(name)] = r.Header.Get(name)
	}
	a, err := invoke[events.APIGatewayV2HTTPResponse](r.Context(), g.b.function(aws.FunctionHTTP), event)
	if err != nil {
		return nil, err
	}
	header := http.Header{}
	for name, value := range a.Headers {
		header.Set(name, value)
	}
	text := []byte(a.Body)
	if a.IsBase64Encoded {
		text, err = base64.StdEncoding.DecodeString(a.Body)
	}
	return &http.Response{StatusCode: a.StatusCode, Header: header, Body: io.NopCloser(bytes.NewReader(text)), Request: r}, err
}

// decode reads an answer that must have a status.
func decode[T any](t *testing.T, a answer, status int) (v T) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", a.StatusCode, status, a.Body)
	}
	if err := json.Unmarshal([]byte(a.Body), &v); err != nil {
		t.Fatalf("%v: %s", err, a.Body)
	}
	return v
}

// create makes a blob. Empty: no callback.
func (b *bench) create(callbackURL string) api.CreatedBlob {
	b.t.Helper()
	body := `{"callback_url": null}`
	if callbackURL != "" {
		body = `{"callback_url": "` + callbackURL + `"}`
	}
	return decode[api.CreatedBlob](b.t, b.http("POST", "/blobs", body), http.StatusCreated)
}

func TestSmoke(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, path := range []string{"/", ""} {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			if a := b.http(method, path, ""); a.StatusCode != http.StatusOK || !strings.Contains(a.Body, "Your function executed successfully!") {
				t.Errorf("%s %s: %d: %s", method, path, a.StatusCode, a.Body)
			}
		}
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for path, want := range map[string]int{
		"/healthz": 200, "/readyz": 200, "/openapi.yaml": 200, "/docs": 200, "/labels": 200, "/blobs?limit=2": 200, "/deliveries": 200,
		"/metrics": 200, "/blobs/none": 404, "/nowhere": 404, "/blobs?limit=x": 400,
	} {
		if a := b.http("GET", path, ""); a.StatusCode != want {
			t.Errorf("%s: %d, want %d: %.300s", path, a.StatusCode, want, a.Body)
		}
	}
	if a := b.http("POST", "/blobs", `{"callback_url": "ftp://example.com"}`); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.Body, `"error":"Invalid callback url supplied"`) {
		t.Errorf("%d: %s", a.StatusCode, a.Body)
	}
}

// TestLabelsAtOnce: a picture that comes with a request.
func TestLabelsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := decode[api.Recognition](t, b.http("POST", "/labels", "\x89PNG\r\n\x1a\n\xff"), 200)
	if len(r.Labels) != 2 || r.Image.Format == nil || *r.Image.Format != "png" || len(r.Image.SHA256) != 64 || r.Model.Name != "amazon-rekognition" {
		t.Errorf("%+v", r)
	}
}

// TestEvents: the stream tells where the blob stands and ends; the next one waits
// for what comes after.
func TestEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	created := b.create("")
	a := b.http("GET", "/blobs/"+created.BlobID+"/events", "")
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "text/event-stream" || strings.Count(a.Body, "event: ") != 1 ||
		!strings.Contains(a.Body, "retry: 1000\n\nid: 1\nevent: awaiting_upload\n") {
		t.Errorf("%+v", a)
	}
	b.put(created.UploadURL, []byte("picture"))
	b.uploaded(b.prefix + created.BlobID)
	b.pump(aws.FunctionRecognize, b.uploads)
	a = b.http("GET", "/blobs/"+created.BlobID+"/events", "", "last-event-id", "1")
	if strings.Count(a.Body, "event: ") != 1 || !strings.Contains(a.Body, "id: 3\nevent: recognized\n") {
		t.Errorf("%+v", a)
	}
	if a = b.http("GET", "/blobs/"+created.BlobID+"/events", "", "last-event-id", "3"); a.StatusCode != http.StatusNoContent {
		t.Errorf("%+v", a)
	}
}

// TestKeys: without a key nobody gets in, and the admin function makes them.
func TestKeys(t *testing.T) {
	t.Parallel()
	b := newBench(t, "BLOBSIGHT_INSECURE", "false")
	if a := b.http("GET", "/blobs", ""); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("without any key: %d", a.StatusCode)
	}
	made := b.call(aws.FunctionAdmin, map[string]string{"keys": "create", "name": "shop"})
	token, id := made["key"].(string), made["id"].(string)
	for header, value := range map[string]string{"authorization": "Bearer " + token, "x-api-key": token} {
		if a := b.http("GET", "/blobs", "", header, value); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", header, a.StatusCode)
		}
	}
	keys, err := invoke[[]map[string]any](t.Context(), b.function(aws.FunctionAdmin), map[string]string{"keys": "revoke", "id": id})
	if err != nil || len(keys) != 1 || keys[0]["revoked_at"] == nil || keys[0]["key"] != nil {
		t.Errorf("%v, %v", keys, err)
	}
	if a := b.http("GET", "/blobs", "", "x-api-key", token); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("with a revoked key: %d", a.StatusCode)
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.call(aws.FunctionAdmin, map[string]string{"secrets": "show"})
	second := b.call(aws.FunctionAdmin, map[string]string{"secrets": "rotate", "grace": "1h"})
	if !strings.HasPrefix(first["secret"].(string), "whsec_") || first["secret"] == second["secret"] {
		t.Errorf("%v, then %v", first, second)
	}
	list, err := invoke[[]map[string]any](t.Context(), b.function(aws.FunctionAdmin), map[string]any{"secrets": "revoke", "id": first["id"]})
	if err != nil || len(list) != 2 || list[0]["secret"] != nil {
		t.Errorf("%v, %v", list, err)
	}
	for _, order := range []map[string]string{{}, {"keys": "list", "secrets": "list"}, {"keys": "eat"}, {"secrets": "tell"}, {"keys": "create"}, {"secrets": "rotate", "grace": "soon"}} {
		if _, err := invoke[any](t.Context(), b.function(aws.FunctionAdmin), order); err == nil || !strings.Contains(err.Error(), "Invalid request") {
			t.Errorf("%v: %v", order, err)
		}
	}
}
