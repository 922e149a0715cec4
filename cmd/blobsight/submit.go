package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"blobsight"
	"blobsight/client"
)

// submitsAtOnce is how many files are under way at the same time.
const submitsAtOnce = 4

type submitCmd struct {
	files
	format
	remote
	Callback string        `placeholder:"URL" help:"Where the server shall send the result too."`
	Timeout  time.Duration `default:"5m" help:"Longest wait for one file."`
	Verbose  bool          `short:"v" help:"A line on stderr for each step of each file."`
}

// Help is the long help.
func (*submitCmd) Help() string {
	return `Does the whole flow for each file: asks for an upload link, uploads, waits until the picture is recognized, prints
the labels as "blobsight label" does.

Example:

    blobsight submit --server https://images.example.com --api-key bsk_... cat.jpg dog.jpg`
}

// Validate checks the arguments.
func (c *submitCmd) Validate() error { return c.check() }

// Run sends files to a server.
func (c *submitCmd) Run(ctx context.Context, s *streams) error {
	server, err := c.client()
	if err != nil {
		return err
	}
	in := c.inputs()
	p := &progress{total: len(in)}
	switch {
	case c.Verbose:
		p.lines = s.err
	case s.onTerminal():
		p.live = s.err
	}
	results := inOrder(ctx, submitsAtOnce, in, func(ctx context.Context, in input) result {
		ctx, cancel := context.WithTimeoutCause(ctx, c.Timeout, &timeoutError{c.Timeout})
		defer cancel()
		r := result{file: in.name}
		r.err = c.submit(ctx, s.in, server, p, in, &r)
		if cause := context.Cause(ctx); r.err != nil && errors.Is(cause, context.DeadlineExceeded) {
			r.err = cause
		}
		return r
	})
	return c.report(ctx, s, p, len(in), results)
}

// submit takes one file through the flow and fills r.
func (c *submitCmd) submit(ctx context.Context, stdin io.Reader, server *client.Client, p *progress, in input, r *result) error {
	file, size, err := in.open(stdin)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	created, err := server.Create(ctx, c.Callback)
	if err != nil {
		return err
	}
	r.blobID = created.BlobID
	p.at(in.name, created.Status)
	if err := server.UploadTo(ctx, created, file, size); err != nil {
		return err
	}
	for b, err := range server.Watch(ctx, created.BlobID) {
		if err != nil {
			return err
		}
		p.at(in.name, b.Status)
		r.labels, err = labelsOf(b)
		if err != nil {
			return err
		}
	}
	return nil
}

// labelsOf is what a blob's state means to somebody who waits for its labels.
func labelsOf(b *client.Blob) ([]client.Label, error) {
	switch {
	case b.Status == client.Expired:
		return nil, blobsight.ErrUploadExpired
	case b.Status == client.Failed && b.Error != nil:
		return nil, blobsight.BadImage(string(b.Error.Code), "%s", b.Error.Detail)
	case b.Status == client.Failed:
		return nil, blobsight.BadImage(blobsight.CodeRecognizerError, "the server does not say why")
	default:
		return b.Labels, nil
	}
}

// timeoutError is the end of the wait for one file.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("no result after %s; the server may still be working on it", e.after)
}

// Unwrap makes it a [context.DeadlineExceeded].
func (*timeoutError) Unwrap() error { return context.DeadlineExceeded }
