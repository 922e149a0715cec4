package httpapi_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"blobsight"
)

// TestClientGivesUp: nobody is to blame, so nothing is logged.
func TestClientGivesUp(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.finished("https://example.com/hook")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, target := range []string{
		"GET /blobs", "POST /blobs", "GET /blobs/" + b.BlobID, "DELETE /blobs/" + b.BlobID, "GET /blobs/" + b.BlobID + "/events",
		"GET /deliveries", "GET /blobs/" + b.BlobID + "/deliveries", "POST /blobs/" + b.BlobID + "/deliveries", "GET /readyz",
	} {
		method, path, _ := strings.Cut(target, " ")
		w := httptest.NewRecorder()
		f.Config.Handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(`{"callback_url": null}`)))
		if w.Code != 499 {
			t.Errorf("%s: status %d: %s", target, w.Code, w.Body)
		}
	}
	if f.log.Len() > 0 {
		t.Errorf("it is logged:\n%s", f.log)
	}
}

// TestOurFault: what goes wrong on our side is logged, and not told.
func TestOurFault(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	if err := f.db.Close(); err != nil {
		t.Fatal(err)
	}
	a := f.want(f.do("GET", "/blobs", ""), 500)
	if a.body != `{"error":"Internal error","code":"internal"}` {
		t.Errorf("body is %s", a.body)
	}
	f.want(f.do("GET", "/readyz", ""), 503, `"code":"not_ready"`)
	f.Close() // all is logged then
	for _, text := range []string{"request failed", "database is closed", "status=500", "not ready", "status=503"} {
		if !strings.Contains(f.log.String(), text) {
			t.Errorf("%q is not logged:\n%s", text, f.log)
		}
	}
}

// TestKeyOfBlob: a blob knows the API key that made it, so that its callback can be
// signed with that key's secret.
func TestKeyOfBlob(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	wantKey := func(id, want string) {
		t.Helper()
		b, err := f.store.Get(t.Context(), id)
		if err != nil || b.KeyID != want {
			t.Errorf("key is %q, %v, want %q", b.KeyID, err, want)
		}
	}
	wantKey(f.created("").BlobID, "")
	key, token := blobsight.NewKey("test", f.clock())
	if err := f.store.CreateKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	a := f.want(f.do("POST", "/blobs", `{"callback_url": null}`, "x-api-key: "+token), 201)
	wantKey(decode[struct {
		BlobID string `json:"blob_id"`
	}](t, a).BlobID, key.ID)
}
