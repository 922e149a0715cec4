package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

const (
	// maxAnswer bounds what is read of the answer to an upload, in bytes.
	maxAnswer = 64 << 10
	// askFirst is the size from which the server is asked before the bytes are
	// sent, so that a refusal does not meet a connection full of them.
	askFirst = 1 << 20
)

// UploadTo puts a picture of size bytes to the link of a blob that [Client.Create] has
// just made, with the headers that the link wants. For the rest it is [Client.Upload].
func (c *Client) UploadTo(ctx context.Context, created *CreatedBlob, r io.Reader, size int64) error {
	return c.upload(ctx, created.UploadURL, created.UploadHeaders, r, size)
}

// Upload puts a picture of size bytes to an upload link, exactly as it was
// given out. A size of -1 means unknown; links that lead to S3 need to know.
// The link is the permission: no API key is sent. r is read once and not closed.
// Errors are [*Error]: [ErrAlreadyUploaded], [ErrUploadExpired], [ErrUploadTooLarge];
// another service than Blobsight answers in its own words and without a code.
func (c *Client) Upload(ctx context.Context, uploadURL string, r io.Reader, size int64) error {
	return c.upload(ctx, uploadURL, nil, r, size)
}

func (c *Client) upload(ctx context.Context, uploadURL string, headers map[string]string, r io.Reader, size int64) error {
	body := io.NopCloser(r)
	if size == 0 {
		body = http.NoBody // a length of 0 would stand for unknown
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, uploadURL, body)
	if err != nil {
		return fmt.Errorf("upload link: %w", err)
	}
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	req.ContentLength = size
	if size < 0 || size >= askFirst {
		req.Header.Set("Expect", "100-continue")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if resp.StatusCode/100 == 2 {
		return nil // what it says beyond that does not matter
	}
	if err != nil {
		return fmt.Errorf("upload refused with %s: %w", resp.Status, err)
	}
	return errorOf(resp, answer)
}
