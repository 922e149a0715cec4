package blobsight_test

import (
	"context"
	"testing"
	"time"

	"blobsight"
)

func final(b *blobsight.Blob) bool { return b.State.Final() }

// TestAwait: whoever waits hears of a move at once, though the clock of the test
// is far from over.
func TestAwait(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.uploaded("")
	got := make(chan *blobsight.Blob)
	const watchers = 3
	for range watchers {
		go func() {
			b, err := f.Await(t.Context(), id, final)
			if err != nil {
				t.Error(err)
			}
			got <- b
		}()
	}
	if err := f.Recognize(t.Context(), id, first()); err != nil {
		t.Fatal(err)
	}
	for range watchers {
		if b := <-got; b == nil || b.State != blobsight.StateRecognized {
			t.Errorf("waited for %+v", b)
		}
	}
	if b, err := f.Await(t.Context(), id, final); err != nil || !b.State.Final() {
		t.Errorf("a final blob: %+v, %v", b, err)
	}
}

// TestAwaitEnds: when the time is over, the blob is given as it is.
func TestAwaitEnds(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.uploaded("")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if b, err := f.Await(ctx, id, final); err != nil || b.State != blobsight.StateQueued {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestAwaitDeleted(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.uploaded("")
	got := make(chan error)
	go func() {
		_, err := f.Await(t.Context(), id, final)
		got <- err
	}()
	if err := f.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	f.wantErr(<-got, blobsight.ErrBlobNotFound)
}
