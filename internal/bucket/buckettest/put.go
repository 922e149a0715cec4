package buckettest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/iotest"

	"blobsight"
)

func testPut(t *testing.T, h Harness, b blobsight.UploadReceiver) {
	const limit = 70_000
	for _, size := range []int{0, 1, limit - 1, limit} {
		key, body := newKey(), picture(size, 1)
		got, err := b.Put(t.Context(), key, bytes.NewReader(body), limit)
		if err != nil || got != int64(size) {
			t.Fatalf("put of %d bytes: %d, %v", size, got, err)
		}
		h.mustHold(t, key, body)
	}
	t.Run("byte by byte", func(t *testing.T) {
		key, body := newKey(), picture(1000, 1)
		if _, err := b.Put(t.Context(), key, iotest.DataErrReader(iotest.OneByteReader(bytes.NewReader(body))), 1000); err != nil {
			t.Fatal(err)
		}
		h.mustHold(t, key, body)
	})
	t.Run("too large", func(t *testing.T) {
		key, body := newKey(), bytes.NewReader(picture(3*limit, 1))
		if _, err := b.Put(t.Context(), key, body, limit); !errors.Is(err, blobsight.ErrUploadTooLarge) {
			t.Errorf("%v, want ErrUploadTooLarge", err)
		}
		if read := 3*limit - body.Len(); read > limit+1 {
			t.Errorf("%d bytes were read, the limit is %d", read, limit)
		}
		h.mustBeMissing(t, key)
		// The key is free for a picture of the right size.
		if _, err := b.Put(t.Context(), key, bytes.NewReader(picture(10, 1)), limit); err != nil {
			t.Error(err)
		}
	})
	t.Run("one byte too many", func(t *testing.T) {
		key := newKey()
		if _, err := b.Put(t.Context(), key, bytes.NewReader(picture(limit+1, 1)), limit); !errors.Is(err, blobsight.ErrUploadTooLarge) {
			t.Errorf("%v, want ErrUploadTooLarge", err)
		}
		h.mustBeMissing(t, key)
	})
	t.Run("key exists", func(t *testing.T) {
		first := picture(100, 1)
		key := h.store(t, first)
		if _, err := b.Put(t.Context(), key, bytes.NewReader(picture(200, 2)), limit); !errors.Is(err, blobsight.ErrObjectExists) {
			t.Errorf("%v, want ErrObjectExists", err)
		}
		h.mustHold(t, key, first)
	})
}

func testPutBroken(t *testing.T, h Harness, b blobsight.UploadReceiver) {
	gone := errors.New("the client is gone")
	ctx, cancel := context.WithCancel(t.Context())
	canceled, cancelNow := context.WithCancel(t.Context())
	cancelNow()
	tests := []struct {
		name string
		ctx  context.Context
		tail io.Reader // follows 50,000 good bytes
		want error
	}{
		{"at the start", t.Context(), iotest.ErrReader(gone), gone},
		{"unexpected end", t.Context(), iotest.ErrReader(io.ErrUnexpectedEOF), io.ErrUnexpectedEOF},
		{"context ends before", canceled, bytes.NewReader(picture(50_000, 1)), context.Canceled},
		{"context ends meanwhile", ctx, io.MultiReader(callReader(cancel), bytes.NewReader(picture(50_000, 1))), context.Canceled},
	}
	for _, tt := range tests {
		key := newKey()
		n, err := b.Put(tt.ctx, key, io.MultiReader(bytes.NewReader(picture(50_000, 1)), tt.tail), Limit)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %d, %v, want %v", tt.name, n, err, tt.want)
		}
		h.mustBeMissing(t, key)
		if _, err := b.Put(t.Context(), key, bytes.NewReader(picture(10, 1)), Limit); err != nil {
			t.Errorf("%s: second try: %v", tt.name, err)
		}
		h.mustHold(t, key, picture(10, 1))
	}
}

// testPutAtOnce: of many uploads to one key exactly one wins, and it is whole.
func testPutAtOnce(t *testing.T, h Harness, b blobsight.UploadReceiver) {
	const uploads, size = 16, 100_000
	key := newKey()
	// All bytes but the last are sent before anybody may end: the decision then
	// falls between all of them.
	var sending, done sync.WaitGroup
	sending.Add(uploads)
	results := make([]error, uploads)
	for i := range uploads {
		done.Go(func() {
			body := picture(size, byte(i))
			r := io.MultiReader(
				bytes.NewReader(body[:size-1]),
				callReader(func() { sending.Done(); sending.Wait() }),
				bytes.NewReader(body[size-1:]),
			)
			_, results[i] = b.Put(t.Context(), key, r, size)
		})
	}
	done.Wait()
	winner := -1
	for i, err := range results {
		switch {
		case err == nil && winner >= 0:
			t.Errorf("uploads %d and %d both won", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, blobsight.ErrObjectExists):
			t.Errorf("upload %d: %v, want ErrObjectExists", i, err)
		}
	}
	if winner < 0 {
		t.Fatal("no upload won")
	}
	h.mustHold(t, key, picture(size, byte(winner)))
}

// callReader is an empty reader that calls itself when it is read.
type callReader func()

func (f callReader) Read([]byte) (int, error) {
	f()
	return 0, io.EOF
}
