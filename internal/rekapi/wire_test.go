package rekapi_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"blobsight/internal/app"
)

// TestWire: what clients see that are no SDKs.
func TestWire(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	body := `{"Image":{"Bytes":"` + inBase64(blank(t, "png", 80, 80)) + `"}}`
	for _, c := range []struct {
		name, body, header string
		status             int
		words              string
	}{
		{"as it should be", body, "", 200, `{"Labels":[`},
		{"no target", body, "X-Amz-Target: ", 400, `{"__type":"UnknownOperationException","message":"`},
		{"another target", body, "X-Amz-Target: DynamoDB_20120810.ListTables", 400, `{"__type":"UnknownOperationException","message":"`},
		{"a target in other letters", body, "X-Amz-Target: rekognitionservice.detectlabels", 400, `{"__type":"UnknownOperationException"`},
		{"another type", body, "Content-Type: text/plain", 200, `{"Labels":[`},
		{"no JSON", "<xml/>", "", 400, `{"__type":"SerializationException","message":"`},
		{"no picture", `{"Image":{"Bytes":"AAAA"}}`, "", 400, `{"__type":"InvalidImageFormatException","Code":"InvalidImageFormatException","Logref":"`},
		{"an API key", body, "Authorization: Bearer bsk_x", 200, `{"Labels":[`}, // nobody needs one
	} {
		r := s.post(c.body, header(c.header)...)
		if r.status != c.status || !strings.HasPrefix(r.body, c.words) {
			t.Errorf("%s: %d %s, want %d %s", c.name, r.status, r.body, c.status, c.words)
		}
		wantWellFormed(t, r)
	}
}

func header(h string) []string {
	if h == "" {
		return nil
	}
	return []string{h}
}

// TestForeign: a page elsewhere cannot use a server through a visitor's browser, and
// what is not in the protocol is none of its business.
func TestForeign(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for name, h := range map[string]string{"origin": "Origin: https://evil.example.com", "site": "Sec-Fetch-Site: cross-site"} {
		r := s.post(`{}`, h)
		if r.status != http.StatusBadRequest || !strings.Contains(r.body, `"__type":"AccessDeniedException"`) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
		wantWellFormed(t, r)
	}
	if r := s.post(`{}`, "Origin: https://app.example.com", "Authorization: AWS4-HMAC-SHA256 Credential=x"); !strings.Contains(r.body, "ValidationException") {
		t.Errorf("a page that the browser asked about, which only a signature makes it do: %d %s", r.status, r.body)
	}
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/", "Go Serverless"}, {"PUT", "/", "Go Serverless"}, {"POST", "/labels", `"code":"invalid_image"`}, {"POST", "/nothing", `"code":"not_found"`},
	} {
		req, err := http.NewRequest(c.method, s.url+c.path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
		if r := s.send(req); !strings.Contains(r.body, c.want) {
			t.Errorf("%s %s: %s", c.method, c.path, r.body)
		}
	}
}

// TestBodyOfUnknownLength: what does not say how long it is may be as long as others.
func TestBodyOfUnknownLength(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for size, want := range map[int]string{
		100:        `"__type":"SerializationException"`, // spaces are no JSON
		10 << 20:   `"__type":"SerializationException"`,
		10<<20 + 1: `"__type":"RequestEntityTooLargeException"`,
		40 << 20:   `"__type":"RequestEntityTooLargeException"`,
	} {
		body := io.MultiReader(strings.NewReader(strings.Repeat(" ", size))) // a reader of an unknown kind
		req, err := http.NewRequest(http.MethodPost, s.url, body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
		if r := s.send(req); !strings.Contains(r.body, want) {
			t.Errorf("%d bytes: %s", size, r.body)
		}
	}
}

// TestAtOnce: as many requests as there are places all get the same answer.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *app.Config) { c.Workers = 1 })
	body := `{"Image":{"Bytes":"` + inBase64(sample(t, "orange.jpg")) + `"}}`
	want := s.post(body)
	answers := make(chan reply)
	for range 16 {
		go func() { answers <- s.post(body) }()
	}
	for range 16 {
		if got := <-answers; got.status != http.StatusOK || got.body != want.body {
			t.Errorf("got %d %s, want %s", got.status, got.body, want.body)
		}
	}
}
