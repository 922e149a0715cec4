package s3_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"blobsight"
)

// TestLargePicture reads 15 MB as they come, and leaves one reader early.
func TestLargePicture(t *testing.T) {
	t.Parallel()
	b, key := open(t), newKey()
	body := make([]byte, 15_000_000)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(body)
	if status, answer := send(t, "PUT", link(t, b, key, halfAnHour()), body); status != 200 {
		t.Fatalf("status %d: %s", status, answer)
	}
	if size, err := b.Stat(t.Context(), key); err != nil || size != int64(len(body)) {
		t.Errorf("size %d, %v", size, err)
	}
	if !bytes.Equal(read(t, b, key), body) {
		t.Error("the picture came back changed")
	}

	ctx, cancel := context.WithCancel(t.Context())
	r, err := b.Open(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 4096)
	if _, err := io.ReadFull(r, head); err != nil || !bytes.Equal(head, body[:4096]) {
		t.Errorf("the first bytes: %v", err)
	}
	cancel()
	if n, err := io.Copy(io.Discard, r); !errors.Is(err, context.Canceled) {
		t.Errorf("%d more bytes, %v, want context.Canceled", n, err)
	}
	_ = r.Close()
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	b := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, statErr := b.Stat(ctx, "key")
	_, openErr := b.Open(ctx, "key")
	for what, err := range map[string]error{"stat": statErr, "open": openErr, "delete": b.Delete(ctx, "key")} {
		if !errors.Is(err, context.Canceled) || errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("%s: %v, want context.Canceled", what, err)
		}
	}
}
