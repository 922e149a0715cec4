package blobsight

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
)

// Upload takes the bytes of one picture through an upload link of this server:
// it checks the link, keeps the image and queues the blob. Errors:
// [ErrBadSignature], [ErrUploadExpired], [ErrBlobNotFound],
// [ErrAlreadyUploaded], [ErrUploadTooLarge]; after any of them, and after a
// broken connection, nothing of the upload is kept.
func (s *Service) Upload(ctx context.Context, id string, link url.Values, body io.Reader) (*Blob, error) {
	receiver, ok := s.Bucket.(UploadReceiver)
	if !ok {
		return nil, ErrBadSignature.With("this server gives out links to another one; use upload_url as it is")
	}
	if err := receiver.VerifyUpload(id, link, s.Now()); err != nil {
		return nil, err
	}
	if err := s.checkAwaiting(ctx, id); err != nil {
		return nil, err
	}
	start := s.Now()
	_, err := receiver.Put(ctx, id, body, s.MaxUploadBytes)
	s.Observer.ObserveStage(StageUpload, outcome(err), s.Now().Sub(start))
	// The image is kept now, so the rest happens even if the client hangs up.
	ctx = context.WithoutCancel(ctx)
	if errors.Is(err, ErrObjectExists) {
		return nil, s.finishCutOff(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.Uploaded(ctx, id)
	if errors.Is(err, ErrBlobNotFound) || errors.Is(err, ErrUploadExpired) {
		return nil, errors.Join(err, s.Bucket.Delete(ctx, id)) // deleted or expired during the upload
	}
	return b, err
}

// UploadHeaders gives what clients must send with an image beside its bytes, by
// name. Nil: nothing.
func (s *Service) UploadHeaders() map[string]string {
	if b, ok := s.Bucket.(UploadHeaders); ok {
		return b.UploadHeaders()
	}
	return nil
}

// Resume takes in the images that were kept just before the server died and
// whose blobs were not queued any more. It is for the start of a server whose
// bucket is its own.
func (s *Service) Resume(ctx context.Context) error {
	for q := (Query{State: StateAwaitingUpload, Limit: MaxPage}); ; {
		page, err := s.Store.List(ctx, q)
		if err != nil {
			return fmt.Errorf("list awaiting blobs: %w", err)
		}
		for _, b := range page {
			if _, err := s.Uploaded(ctx, b.ID); err != nil && KindOf(err) == KindInternal {
				return fmt.Errorf("take in image of %s: %w", b.ID, err)
			}
		}
		if len(page) < q.Limit {
			return nil
		}
		q.Before = page[len(page)-1].ID
	}
}

// checkAwaiting refuses an upload before its bytes are read.
func (s *Service) checkAwaiting(ctx context.Context, id string) error {
	b, err := s.Store.Get(ctx, id)
	switch {
	case err != nil:
		return err
	case b.State == StateExpired:
		return ErrUploadExpired
	case b.State != StateAwaitingUpload:
		return ErrAlreadyUploaded.With("the picture of this blob was taken in before; make a new blob for another one")
	default:
		return nil
	}
}

// finishCutOff takes in an image which an earlier request kept before it was
// cut off. The caller's own bytes were not kept.
func (s *Service) finishCutOff(ctx context.Context, id string) error {
	if _, err := s.Uploaded(ctx, id); err != nil {
		return err
	}
	return ErrAlreadyUploaded.With("an earlier upload to this link has been taken in")
}
