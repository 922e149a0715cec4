package s3_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"blobsight"
	"blobsight/internal/bucket/s3"
)

// TestBrokenDownload: a picture that ends too early is an error of reading, and
// never passes for a whole one.
func TestBrokenDownload(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(make([]byte, 10))
	}))
	defer server.Close()
	r, err := offline(t, at(server.URL)).Open(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(r); len(body) != 10 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%d bytes, %v, want 10 and an unexpected end", len(body), err)
	}
	_ = r.Close()
}

// TestAnswers of stores that say little.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for status, missing := range map[int]bool{404: true, 403: false, 405: false, 410: false, 500: false, 503: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		b := offline(t, at(server.URL))
		_, statErr := b.Stat(t.Context(), "key")
		_, openErr := b.Open(t.Context(), "key")
		for what, err := range map[string]error{"stat": statErr, "open": openErr} {
			if err == nil || errors.Is(err, blobsight.ErrObjectNotFound) != missing {
				t.Errorf("%s, status %d: %v", what, status, err)
			}
		}
		if err := b.Delete(t.Context(), "key"); (err == nil) != missing {
			t.Errorf("delete, status %d: %v", status, err)
		}
		server.Close()
	}
}

// at leads to another store, which is asked once.
func at(endpoint string) func(*s3.Config) {
	return func(c *s3.Config) { c.Endpoint, c.PathStyle, c.AWS.RetryMaxAttempts = endpoint, true, 1 }
}
