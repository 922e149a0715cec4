package blobsight

import "context"

// Sizes of a page of [Service.List]: the most, and what is meant without a wish.
const (
	MaxPage     = 1000
	defaultPage = 100
)

// Get reads one blob: [ErrBlobNotFound] when there is none.
func (s *Service) Get(ctx context.Context, id string) (*Blob, error) {
	return s.Store.Get(ctx, id)
}

// List reads a page of blobs, newest first, and says whether more follow. A
// limit of 0 means 100.
func (s *Service) List(ctx context.Context, q Query) (page []*Blob, more bool, err error) {
	if q.Limit == 0 {
		q.Limit = defaultPage
	}
	if q.Limit < 1 || q.Limit > MaxPage {
		return nil, false, ErrInvalidRequest.With("limit is %d; it must be from 1 to %d", q.Limit, MaxPage)
	}
	limit := q.Limit
	q.Limit++ // one more tells whether another page follows
	page, err = s.Store.List(ctx, q)
	if err != nil {
		return nil, false, err
	}
	return page[:min(limit, len(page))], len(page) > limit, nil
}

// Delete removes a blob and, in a job of the same transaction, its image.
func (s *Service) Delete(ctx context.Context, id string) error {
	return s.Store.Delete(ctx, id, Job{JobCleanUp, id})
}

// CleanUp removes the image of a deleted blob.
func (s *Service) CleanUp(ctx context.Context, id string) error {
	return s.Bucket.Delete(ctx, id)
}
