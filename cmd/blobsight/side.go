package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"blobsight"
	"blobsight/internal/app"
)

// maxSent is the largest picture that DetectLabels takes with a request, in bytes.
const maxSent = 5 << 20

// side is one of two endpoints whose labels are compared.
type side struct {
	*app.RekognitionClient
	flag string // which names it

	mu    sync.Mutex
	model string // the version of its labels; empty: it has not told
}

// openSide makes an endpoint ready.
func openSide(ctx context.Context, e app.RekognitionEndpoint) (*side, error) {
	r, err := app.OpenRekognition(ctx, e)
	if err != nil {
		return nil, err
	}
	return &side{RekognitionClient: r, flag: e.Flag}, nil
}

// labels asks about a picture, and again as long as there is time when the endpoint
// allows no more requests for now.
func (s *side) labels(ctx context.Context, timeout time.Duration, data []byte, opt blobsight.RecognizeOptions) ([]blobsight.Label, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, &timeoutError{timeout})
	defer cancel()
	pic := blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
	for {
		rec, err := s.Recognize(ctx, pic, opt)
		var later *blobsight.LaterError
		switch {
		case errors.As(err, &later):
			select {
			case <-time.After(later.After):
			case <-ctx.Done():
				return nil, fmt.Errorf("%w: %s", context.Cause(ctx), later.Reason)
			}
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil:
			return nil, err
		default:
			s.told(rec.Model.Version)
			return rec.Labels, nil
		}
	}
}

// told keeps which labels the endpoint speaks.
func (s *side) told(model string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if model != "" {
		s.model = model
	}
}

// small reads a picture that can be sent.
func (in input) small(stdin io.Reader) ([]byte, error) {
	file, size, err := in.open(stdin)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	if size > maxSent {
		return nil, blobsight.BadImage(blobsight.CodeImageTooLarge, "it has %.1f MB; DetectLabels takes at most 5 MB (%d bytes) with a request, so make it smaller", float64(size)/(1<<20), maxSent)
	}
	return io.ReadAll(io.LimitReader(file, maxSent))
}
