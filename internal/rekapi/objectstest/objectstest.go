// Package objectstest is the suite that every [rekapi.Objects] must pass.
package objectstest

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/uuid"

	"blobsight"
	"blobsight/internal/rekapi"
)

// Harness is a source of objects under test.
type Harness struct {
	Objects rekapi.Objects

	// Bucket exists, and Put puts objects into it.
	Bucket string
	Put    func(t *testing.T, name string, body []byte)

	// Flat says that names are plain ids, without slashes and letters of the world.
	Flat bool
}

// Run tries the sources that open makes, one for each test. Open registers its own
// cleaning up.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	for name, test := range map[string]func(*testing.T, Harness){
		"Present":  testPresent,
		"Nested":   testNested,
		"Unicode":  testUnicode,
		"Missing":  testMissing,
		"Version":  testVersion,
		"Buckets":  testBuckets,
		"Escape":   testEscape,
		"Canceled": testCanceled,
		"AtOnce":   testAtOnce,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// mustHold checks that the object of that name is body.
func (h Harness) mustHold(t *testing.T, name string, body []byte) {
	t.Helper()
	if got, ok := read(t, h.Objects, h.Bucket, name, ""); ok && !bytes.Equal(got, body) {
		t.Errorf("%q: %d bytes, not the %d that were put", name, len(got), len(body))
	}
}

// Content is that of an object, which must be there.
func Content(t *testing.T, objects rekapi.Objects, bucket, name, version string) string {
	t.Helper()
	got, ok := read(t, objects, bucket, name, version)
	if !ok {
		t.FailNow()
	}
	return string(got)
}

func read(t *testing.T, objects rekapi.Objects, bucket, name, version string) ([]byte, bool) {
	t.Helper()
	r, err := objects.Open(t.Context(), bucket, name, version)
	if err != nil {
		t.Errorf("open %q: %v", name, err)
		return nil, false
	}
	body, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Errorf("read %q: %v", name, err)
		return nil, false
	}
	return body, true
}

// mustBeMissing checks that there is no such object.
func (h Harness) mustBeMissing(t *testing.T, bucket, name, version string) {
	t.Helper()
	r, err := h.Objects.Open(t.Context(), bucket, name, version)
	if !errors.Is(err, blobsight.ErrObjectNotFound) {
		t.Errorf("open %.40q, %.40q, version %q: %v, want ErrObjectNotFound", bucket, name, version, err)
	}
	if r != nil {
		t.Errorf("open %.40q, %.40q, version %q: there is a reader", bucket, name, version)
	}
}

// put puts an object under a new name.
func (h Harness) put(t *testing.T, body []byte) string {
	t.Helper()
	name := newName()
	h.Put(t, name, body)
	return name
}

func newName() string { return uuid.Must(uuid.NewV7()).String() }

// content is size bytes that follow from a seed.
func content(size int, seed byte) []byte {
	body := make([]byte, size)
	for i := range body {
		body[i] = seed + byte(i%251)
	}
	return body
}
