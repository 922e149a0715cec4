package s3_test

import (
	"bytes"
	"sync"
	"sync/atomic"
	"testing"
)

func TestConditionalLinks(t *testing.T) {
	t.Parallel()
	b, key := open(t, conditional), newKey()
	good := link(t, b, key, halfAnHour())
	if status, answer := send(t, "PUT", good, []byte("without the header")); status != 403 {
		t.Errorf("without the header: status %d, want 403: %s", status, answer)
	}
	if status, answer := send(t, "PUT", good, []byte("other header"), "If-None-Match", "etag"); status != 403 {
		t.Errorf("another header: status %d, want 403: %s", status, answer)
	}
	for _, want := range []int{200, 412, 412} {
		if status, answer := send(t, "PUT", good, []byte("first"), "If-None-Match", "*"); status != want {
			t.Errorf("status %d, want %d: %s", status, want, answer)
		}
	}
	if got := read(t, b, key); string(got) != "first" {
		t.Errorf("the image is %q", got)
	}
}

// TestConditionalLinksAtOnce: of many uploads one wins, and it is whole. S3 may
// also answer 409 to those that met another one on the way.
func TestConditionalLinksAtOnce(t *testing.T) {
	t.Parallel()
	b, key := open(t, conditional), newKey()
	good := link(t, b, key, halfAnHour())
	var won atomic.Int32
	winner := make(chan byte, 8)
	var uploads sync.WaitGroup
	for i := range byte(8) {
		uploads.Go(func() {
			switch status, answer := send(t, "PUT", good, bytes.Repeat([]byte{i}, 200_000), "If-None-Match", "*"); status {
			case 200:
				won.Add(1)
				winner <- i
			case 409, 412:
			default:
				t.Errorf("status %d: %s", status, answer)
			}
		})
	}
	uploads.Wait()
	if won.Load() != 1 {
		t.Fatalf("%d uploads won, want 1", won.Load())
	}
	if !bytes.Equal(read(t, b, key), bytes.Repeat([]byte{<-winner}, 200_000)) {
		t.Error("the image is not the winner's")
	}
}
