package buckettest

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"
)

func testOpen(t *testing.T, h Harness) {
	body := picture(300_000, 3)
	key := h.store(t, body)

	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			r, err := h.Bucket.Open(t.Context(), key)
			if err != nil {
				t.Error(err)
				return
			}
			got, err := io.ReadAll(r)
			if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
	readers.Wait()

	// Readers that stop early do no harm.
	r, err := h.Bucket.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(r, make([]byte, 10)); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	h.mustHold(t, key, body)
}
