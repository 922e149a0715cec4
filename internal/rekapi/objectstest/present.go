package objectstest

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"

	"blobsight"
)

func testPresent(t *testing.T, h Harness) {
	for _, size := range []int{0, 1, 300_000} {
		body := content(size, 1)
		h.mustHold(t, h.put(t, body), body)
	}
	// Readers that stop early do no harm.
	body := content(300_000, 2)
	name := h.put(t, body)
	r, err := h.Objects.Open(t.Context(), h.Bucket, name, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.ReadFull(r, make([]byte, 10))
	if err := errors.Join(err, r.Close()); err != nil {
		t.Error(err)
	}
	h.mustHold(t, name, body)
}

func testNested(t *testing.T, h Harness) {
	if h.Flat {
		t.Skip("names have no slashes here")
	}
	top := newName()
	for i, name := range []string{top + "/cat.jpg", top + "/2024/05/cat.jpg", top + "/2024/a cat + dogs (1).jpg", top + "/..cat..jpg"} {
		h.Put(t, name, content(1000, byte(i)))
		h.mustHold(t, name, content(1000, byte(i)))
	}
	for _, name := range []string{top, top + "/2024", top + "/2024/05/cat", top + "/2024/05/cat.jpg/more", "cat.jpg"} {
		h.mustBeMissing(t, h.Bucket, name, "")
	}
}

func testUnicode(t *testing.T, h Harness) {
	if h.Flat {
		t.Skip("names are plain here")
	}
	top := newName()
	for i, name := range []string{"kätzchen.jpg", "猫/写真.png", "🐈.jpg", "кот 100%.jpg", "a+b=c&d?e#f.jpg", "%2e%2e%2fcat.jpg"} {
		name = top + "/" + name
		h.Put(t, name, content(1000, byte(i)))
		h.mustHold(t, name, content(1000, byte(i)))
	}
}

func testCanceled(t *testing.T, h Harness) {
	name := h.put(t, content(1000, 1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Objects.Open(ctx, h.Bucket, name, ""); !errors.Is(err, context.Canceled) || errors.Is(err, blobsight.ErrObjectNotFound) {
		t.Errorf("%v, want context.Canceled", err)
	}
}

func testAtOnce(t *testing.T, h Harness) {
	bodies := map[string][]byte{}
	for i := range byte(4) {
		body := content(100_000, i)
		bodies[h.put(t, body)] = body
	}
	var readers sync.WaitGroup
	for name, body := range bodies {
		for range 8 {
			readers.Go(func() { h.mustHold(t, name, body) })
			readers.Go(func() { h.mustBeMissing(t, h.Bucket, newName(), "") })
		}
	}
	readers.Wait()
}
