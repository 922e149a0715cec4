// Package buckettest is the suite that every [blobsight.Bucket] must pass. Each
// operation has a file. A Bucket that is also a [blobsight.UploadReceiver] is
// tried as such too.
//
// It needs a real bucket whose links can be used over HTTP: for one that
// receives uploads itself, a server with its upload route. It leaves images
// with random keys behind.
package buckettest

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/http"
	"testing"
	"time"

	"blobsight"

	"github.com/google/uuid"
)

// Limit is the size in bytes up to which the server behind the links of a
// receiving bucket must take images, and no further.
const Limit = 1 << 20

// Harness is a bucket under test.
type Harness struct {
	Bucket blobsight.Bucket

	// Reusable says that a link works until it ends, and that each image sent to
	// it takes the place of the one before. Otherwise it works once.
	Reusable bool
}

// Run tries the buckets that open makes, one for each test. Open registers its
// own cleaning up.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	operations := map[string]func(*testing.T, Harness){
		"UploadURL": testUploadURL,
		"Stat":      testStat,
		"Open":      testOpen,
		"Delete":    testDelete,
	}
	maps.Copy(operations, receiverOperations())
	for name, test := range operations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// upload sends body to a link as the simplest client does it, with the headers
// that the bucket asks for, and returns the HTTP status.
func (h Harness) upload(t *testing.T, link string, body []byte) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, link, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := h.Bucket.(blobsight.UploadHeaders); ok {
		for name, value := range b.UploadHeaders() {
			req.Header.Set(name, value)
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return resp.StatusCode
}

// store uploads an image under a new key.
func (h Harness) store(t *testing.T, body []byte) string {
	t.Helper()
	key := newKey()
	if status := h.upload(t, h.link(t, key), body); status/100 != 2 {
		t.Fatalf("upload to a new link: status %d", status)
	}
	return key
}

// link makes a link that holds for half an hour.
func (h Harness) link(t *testing.T, key string) string {
	t.Helper()
	link, err := h.Bucket.UploadURL(t.Context(), key, time.Now().Add(30*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// read gives an image that must be there.
func (h Harness) read(t *testing.T, key string) []byte {
	t.Helper()
	r, err := h.Bucket.Open(t.Context(), key)
	if err != nil {
		t.Fatalf("open %s: %v", key, err)
	}
	body, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatalf("read %s: %v", key, err)
	}
	return body
}

// mustHold checks that the image under key is body.
func (h Harness) mustHold(t *testing.T, key string, body []byte) {
	t.Helper()
	if got := h.read(t, key); !bytes.Equal(got, body) {
		t.Errorf("%s: %d bytes %.20q, want %d bytes %.20q", key, len(got), got, len(body), body)
	}
	size, err := h.Bucket.Stat(t.Context(), key)
	if err != nil || size != int64(len(body)) {
		t.Errorf("stat %s: %d, %v, want %d", key, size, err, len(body))
	}
}

// mustBeMissing checks that there is no image under key.
func (h Harness) mustBeMissing(t *testing.T, key string) {
	t.Helper()
	if size, err := h.Bucket.Stat(t.Context(), key); !errors.Is(err, blobsight.ErrObjectNotFound) {
		t.Errorf("stat %s: %d, %v, want ErrObjectNotFound", key, size, err)
	}
	r, err := h.Bucket.Open(t.Context(), key)
	if !errors.Is(err, blobsight.ErrObjectNotFound) {
		t.Errorf("open %s: %v, want ErrObjectNotFound", key, err)
	}
	if err == nil {
		_ = r.Close()
	}
}

func newKey() string { return uuid.Must(uuid.NewV7()).String() }

// picture is n bytes that differ from place to place and from seed to seed.
func picture(n int, seed byte) []byte {
	body := make([]byte, n)
	for i := range body {
		body[i] = byte(i*7+i>>8) ^ seed
	}
	return body
}
