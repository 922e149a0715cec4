package download

import (
	"context"
	"io"
	"net/http"
	"time"
)

// NewClient is the client of [Fetch].
func NewClient() *http.Client { return newClient() }

// ReadPatiently reads r as the body of an answer is read, and explains its error.
func ReadPatiently(ctx context.Context, patience time.Duration, r func(context.Context) io.Reader) ([]byte, error) {
	ctx, w := watch(ctx, patience)
	defer w.stop()
	b, err := io.ReadAll(w.reader(r(ctx)))
	return b, w.explain(err)
}
