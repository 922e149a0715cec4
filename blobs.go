package blobsight

import "context"

// Sizes of a page of a list: the most, and what is meant without a wish.
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
	limit, err := pageSize(q.Limit)
	if err != nil {
		return nil, false, err
	}
	q.Limit = limit + 1 // one more tells whether another page follows
	page, err = s.Store.List(ctx, q)
	if err != nil {
		return nil, false, err
	}
	return page[:min(limit, len(page))], len(page) > limit, nil
}

// pageSize is how many a page holds when a request asks for limit; 0 is no wish.
func pageSize(limit int) (int, error) {
	if limit == 0 {
		return defaultPage, nil
	}
	if limit < 1 || limit > MaxPage {
		return 0, ErrInvalidRequest.With("limit is %d; it must be from 1 to %d", limit, MaxPage)
	}
	return limit, nil
}

// Delete removes a blob and, in a job of the same transaction, its image.
func (s *Service) Delete(ctx context.Context, id string) error {
	if err := s.Store.Delete(ctx, id, Job{Kind: JobCleanUp, BlobID: id}); err != nil {
		return err
	}
	s.moves.tell(id)
	return nil
}

// CleanUp removes the image of a deleted blob.
func (s *Service) CleanUp(ctx context.Context, id string) error {
	return s.Bucket.Delete(ctx, id)
}
