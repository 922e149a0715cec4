package client

import (
	"context"
	"io"

	"blobsight/api"
)

// Create asks for a place to upload one picture. An empty callbackURL asks for
// no callback. [ErrInvalidCallbackURL] when the URL cannot be called.
func (c *Client) Create(ctx context.Context, callbackURL string) (*CreatedBlob, error) {
	var body api.CreateBlob
	if callbackURL != "" {
		body.CallbackURL = &callbackURL
	}
	r, err := c.api.CreateBlobWithResponse(ctx, body)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON201, r.HTTPResponse, r.Body)
}

// Get reads one blob. [ErrBlobNotFound] when there is none.
func (c *Client) Get(ctx context.Context, id string) (*Blob, error) {
	r, err := c.api.GetBlobWithResponse(ctx, id, &api.GetBlobParams{})
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}

// Submit does the whole flow with one picture of size bytes: Create without a
// callback, Upload, Wait. The size is told as in [Client.Upload].
func (c *Client) Submit(ctx context.Context, r io.Reader, size int64) (*Blob, error) {
	created, err := c.Create(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := c.UploadTo(ctx, created, r, size); err != nil {
		return nil, err
	}
	return c.Wait(ctx, created.BlobID)
}

// Delete removes a blob and its picture. [ErrBlobNotFound] when there is none.
func (c *Client) Delete(ctx context.Context, id string) error {
	r, err := c.api.DeleteBlobWithResponse(ctx, id)
	if err != nil {
		return err
	}
	if r.StatusCode()/100 != 2 {
		return errorOf(r.HTTPResponse, r.Body)
	}
	return nil
}
