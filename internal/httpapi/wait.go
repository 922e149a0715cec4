package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"blobsight"
	"blobsight/api"
)

// maxWait bounds how long a request may wait for a blob: less than what proxies
// in between usually allow a request.
const maxWait = time.Minute

// GetBlob handles "GET /blobs/{blob_id}".
func (s *server) GetBlob(w http.ResponseWriter, r *http.Request, id api.BlobID, p api.GetBlobParams) {
	wait, err := waitOf(p.Wait)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	b, err := s.await(w, r, id, wait)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusOK, api.FromBlob(b))
}

// await gives a blob when it is final, or else as it is when the time is over,
// the client has gone or the server stops.
func (s *server) await(w http.ResponseWriter, r *http.Request, id string, wait time.Duration) (*blobsight.Blob, error) {
	if wait == 0 {
		return s.Service.Get(r.Context(), id)
	}
	takeTime(w, wait+time.Minute)
	ctx, cancel := s.whileServing(r.Context())
	defer cancel()
	ctx, cancelWait := context.WithTimeout(ctx, wait)
	defer cancelWait()
	return s.Service.Await(ctx, id, func(b *blobsight.Blob) bool { return b.State.Final() })
}

// whileServing is ctx, but ends when the server begins to stop, too: requests
// that take long would hold it up.
func (s *server) whileServing(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		select {
		case <-s.Stopping:
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// waitOf reads how long to wait: a duration, or whole seconds.
func waitOf(p *string) (time.Duration, error) {
	if p == nil {
		return 0, nil
	}
	d, err := time.ParseDuration(*p)
	if seconds, notWhole := strconv.Atoi(*p); notWhole == nil && seconds <= int(maxWait/time.Second) {
		d, err = time.Duration(seconds)*time.Second, nil
	}
	if err != nil || d < 0 || d > maxWait {
		return 0, blobsight.ErrInvalidRequest.With("wait is %q; it must be a duration such as 30s, or whole seconds, from 0 to %d seconds",
			*p, maxWait/time.Second)
	}
	return d, nil
}
