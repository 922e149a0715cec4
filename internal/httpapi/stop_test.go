package httpapi_test

import (
	"context"
	"testing"

	"blobsight/api"
	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
)

// TestStop: the whole program ends its long requests itself when it stops; one
// that was cut off would end in an error.
func TestStop(t *testing.T) {
	t.Parallel()
	a, err := app.Open(t.Context(), apptest.Config(t), "test", t.Output())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	s := &server{URL: a.URL, t: t, client: newClient(t)}
	b := decode[api.CreatedBlob](t, s.want(s.do("POST", "/blobs", `{"callback_url": null}`), 201))
	l := s.listen(b, "1")
	stop()
	l.wantEnd()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
