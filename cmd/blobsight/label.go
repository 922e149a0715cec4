package main

import (
	"context"
	"errors"
	"io"
	"runtime"

	"blobsight"
	"blobsight/api"
	"blobsight/internal/app"
)

type labelCmd struct {
	files
	format
	app.Recognition
	app.DataDir
}

// Help is the long help.
func (*labelCmd) Help() string {
	return `Prints each file's labels with their confidence and their parents, in the order of the arguments. When a file
fails, the others are still labelled and the exit code is 1.

Example:

    blobsight label --json photos/ cat.jpg | jq -r '.file + ": " + .labels[0].label'`
}

// Validate checks the arguments.
func (c *labelCmd) Validate() error { return c.check() }

// Run labels files on this machine.
func (c *labelCmd) Run(ctx context.Context, s *streams) (err error) {
	if c.Workers <= 0 { // 0 makes sense for servers only, and the environment may be shared with one
		c.Workers = runtime.GOMAXPROCS(0)
	}
	recognizer, err := app.OpenRecognizer(c.Recognition, c.DataDir, maxFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, recognizer.Close()) }()
	in := c.inputs()
	p := &progress{total: len(in)}
	if len(in) > 1 && s.onTerminal() {
		p.live = s.err
		p.done(0)
	}
	opt := c.Options()
	results := inOrder(ctx, c.Workers, in, func(ctx context.Context, in input) result {
		rec, err := recognize(ctx, recognizer, in, s.in, opt)
		if err != nil {
			return result{file: in.name, err: err}
		}
		answer := api.FromRecognition(rec)
		return result{file: in.name, labels: answer.Labels, image: answer.Image.Properties}
	})
	return c.report(ctx, s, p, len(in), results)
}

// recognize opens the file itself, so that its errors come as they are.
func recognize(ctx context.Context, by blobsight.Recognizer, in input, stdin io.Reader, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	file, _, err := in.open(stdin)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	pic := blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(file), nil }}
	return by.Recognize(ctx, pic, opt)
}
