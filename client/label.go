package client

import (
	"context"
	"io"

	"blobsight/api"
)

// LabelOptions bounds the answer of [Client.Label]. A nil field leaves the
// choice to the server.
type LabelOptions struct {
	MinConfidence *float64   // only labels with at least this confidence, 0-100
	MaxLabels     *int       // at most so many, 1 or more
	Features      *[]Feature // what to find out beside the labels; an empty list: nothing
}

// Label recognizes one picture at once; the server keeps nothing of it. The
// reader is read once and not closed. A picture that cannot be recognized is an
// [*Error] whose code is a [FailureCode].
func (c *Client) Label(ctx context.Context, picture io.Reader, opt LabelOptions) (*Recognition, error) {
	params := &api.LabelImageParams{MinConfidence: opt.MinConfidence, MaxLabels: opt.MaxLabels, Features: opt.Features}
	if _, ok := picture.(io.Closer); ok {
		picture = io.NopCloser(picture) // it stays open; a plain reader tells its length if it is left as it is
	}
	r, err := c.api.LabelImageWithBodyWithResponse(ctx, params, "application/octet-stream", picture)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}

// Labels lists every label that the server's recognizer can say, sorted by name.
func (c *Client) Labels(ctx context.Context) (*Vocabulary, error) {
	r, err := c.api.ListLabelsWithResponse(ctx)
	if err != nil {
		return nil, err
	}
	return answer(r.JSON200, r.HTTPResponse, r.Body)
}
