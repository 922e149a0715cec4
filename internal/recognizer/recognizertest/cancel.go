package recognizertest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"blobsight"
)

// testCancel: a context that is done, before or while the picture is read, is
// the context's error. The picture is not to blame.
func testCancel(t *testing.T, r blobsight.Recognizer) {
	file := encode(t, "png", scene(320, 240, 0))
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantCanceled(ctx, t, r, picture(file))
	})
	t.Run("while reading", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		start, rest := bytes.NewReader(file[:100]), bytes.NewReader(file[100:])
		wantCanceled(ctx, t, r, blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(start, &hook{rest, cancel})), nil
		}})
	})
}

func wantCanceled(ctx context.Context, t *testing.T, r blobsight.Recognizer, p blobsight.Picture) {
	t.Helper()
	_, err := r.Recognize(ctx, p, everything())
	if !errors.Is(err, context.Canceled) || blobsight.KindOf(err) == blobsight.KindBadImage {
		t.Errorf("error %v, want that of the context", err)
	}
}

// hook calls a function before each read.
type hook struct {
	r  io.Reader
	do func()
}

func (h *hook) Read(p []byte) (int, error) {
	h.do()
	return h.r.Read(p)
}

// testCloses: what was opened is closed, once, whatever the picture is.
func testCloses(t *testing.T, r blobsight.Recognizer) {
	for name, file := range map[string][]byte{
		"good": encode(t, "png", scene(100, 100, 0)),
		"bad":  []byte("no picture"),
	} {
		opened, closed := 0, 0
		_, err := r.Recognize(t.Context(), blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) {
			opened++
			return &closer{bytes.NewReader(file), &closed}, nil
		}}, everything())
		if (err != nil) != (name == "bad") {
			t.Errorf("%s: error %v", name, err)
		}
		if opened == 0 || closed != opened {
			t.Errorf("%s: opened %d times, closed %d times", name, opened, closed)
		}
	}
}

type closer struct {
	io.Reader
	closed *int
}

func (c *closer) Close() error {
	*c.closed++
	return nil
}
