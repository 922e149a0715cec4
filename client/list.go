package client

import (
	"context"
	"iter"

	"blobsight/api"
)

// ListOptions selects blobs. The zero value selects all.
type ListOptions struct {
	Status   Status // only in this state, when set
	PageSize int    // blobs per request, 1 to 1000; 0 is the server's choice (100)
}

// List yields the blobs of the server, newest first. It asks for the next page
// only when that is reached; the first error is yielded and ends it.
func (c *Client) List(ctx context.Context, opt ListOptions) iter.Seq2[*Blob, error] {
	return func(yield func(*Blob, error) bool) {
		var params api.ListBlobsParams
		if opt.Status != "" {
			params.Status = &opt.Status
		}
		if opt.PageSize != 0 {
			params.Limit = &opt.PageSize
		}
		for {
			page, err := c.page(ctx, &params)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Blobs {
				if !yield(&page.Blobs[i], nil) {
					return
				}
			}
			if page.NextCursor == nil {
				return
			}
			params.Cursor = page.NextCursor
		}
	}
}

func (c *Client) page(ctx context.Context, params *api.ListBlobsParams) (*api.BlobList, error) {
	r, err := c.api.ListBlobsWithResponse(ctx, params)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}
