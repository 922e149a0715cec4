package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"blobsight"
	"blobsight/cmd/blobsight/agreement"
	"blobsight/internal/app"
)

type rekognitionDiffCmd struct {
	files
	A        string `default:"http://127.0.0.1:8080" placeholder:"URL|aws" help:"First endpoint: a URL, or aws for Amazon Rekognition. Default: http://127.0.0.1:8080."`
	ARegion  string `name:"a-region" placeholder:"REGION" help:"Its region. Default: AWS_REGION, or that of the profile."`
	AProfile string `name:"a-profile" placeholder:"NAME" help:"Profile of ~/.aws with its credentials. Default: where the AWS SDKs look for them."`
	B        string `default:"aws" placeholder:"URL|aws" help:"Second endpoint. Default: aws."`
	BRegion  string `name:"b-region" placeholder:"REGION" help:"Its region."`
	BProfile string `name:"b-profile" placeholder:"NAME" help:"Profile of ~/.aws with its credentials."`

	MinConfidence float64       `default:"55" help:"Ask for labels with at least this confidence, 0 to 100."`
	MaxLabels     int           `default:"1000" help:"Ask for at most so many labels, 1 to 1000."`
	Workers       int           `default:"2" help:"Pictures at once. An account of Amazon's may be asked 5 to 50 times a second."`
	Timeout       time.Duration `default:"2m" help:"Longest wait for one answer, with all tries."`
	Summary       bool          `help:"Only the summary."`
	JSON          bool          `name:"json" help:"One JSON object a line for each picture, then {\"summary\": …}."`
}

// Help is the long help.
func (*rekognitionDiffCmd) Help() string {
	return `Asks two endpoints that speak DetectLabels of Amazon Rekognition about the same pictures, and tells which labels both
give, which only one, and how far their confidences are apart. Labels are the same when their names are, capitals aside,
or when one side gives the other's name as an alias. B is asked about a picture when A has answered, so nothing is paid
for what cannot be compared. Pictures are JPEG or PNG of at most 5 MB. When one fails at either side, the others are still
compared and the exit code is 1.

Credentials come from the environment, profiles, SSO or the machine's role, as for every AWS SDK. A URL on this machine
needs none: with neither AWS_ACCESS_KEY_ID nor AWS_SECRET_ACCESS_KEY made-up ones are sent. Where Blobsight asks for an API
key, these two hold it, or a profile does. Amazon charges for each picture; AWS_ENDPOINT_URL is ignored.

Examples:

    blobsight rekognition-diff photos/
    blobsight rekognition-diff --a aws --a-region us-east-1 --b aws --b-region eu-west-1 --summary photos/
    blobsight rekognition-diff --json photos/ | jq 'select(.summary).summary.overlap.mean'`
}

// Validate checks the arguments.
func (c *rekognitionDiffCmd) Validate() error {
	switch {
	case c.MaxLabels < 1 || c.MaxLabels > 1000:
		return fmt.Errorf("--max-labels is %d; it must be from 1 to 1000", c.MaxLabels)
	case c.Workers < 1:
		return fmt.Errorf("--workers is %d; it must be at least 1", c.Workers)
	case !(c.MinConfidence >= 0 && c.MinConfidence <= 100):
		return fmt.Errorf("--min-confidence is %v; it must be from 0 to 100", c.MinConfidence)
	case c.Timeout <= 0:
		return fmt.Errorf("--timeout is %s; it must be more than 0", c.Timeout)
	}
	a, b := c.endpoints()
	if err := errors.Join(a.Check(), b.Check()); err != nil {
		return err
	}
	return c.check()
}

func (c *rekognitionDiffCmd) endpoints() (a, b app.RekognitionEndpoint) {
	return app.RekognitionEndpoint{Flag: "--a", Address: c.A, Region: c.ARegion, Profile: c.AProfile},
		app.RekognitionEndpoint{Flag: "--b", Address: c.B, Region: c.BRegion, Profile: c.BProfile}
}

// Run asks both endpoints about all pictures, and reports.
func (c *rekognitionDiffCmd) Run(ctx context.Context, s *streams) error {
	first, second := c.endpoints()
	a, errA := openSide(ctx, first)
	b, errB := openSide(ctx, second)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	in := c.inputs()
	p := &progress{total: len(in)}
	if s.onTerminal() {
		p.live = s.err
		p.done(0)
	}
	opt := blobsight.RecognizeOptions{MinConfidence: c.MinConfidence, MaxLabels: c.MaxLabels}
	pictures := inOrder(ctx, c.Workers, in, func(ctx context.Context, in input) difference {
		d := difference{file: in.name}
		data, err := in.small(s.in)
		if err != nil {
			d.err = err
			return d
		}
		if d.a, d.errA = a.labels(ctx, c.Timeout, data, opt); d.errA == nil {
			d.b, d.errB = b.labels(ctx, c.Timeout, data, opt)
		}
		return d
	})
	return c.report(ctx, s, p, outcomes{a: a, b: b, total: len(in), below: !c.Summary, width: s.columns()}, pictures)
}

// report prints pictures as they come, and the summary at the end.
func (c *rekognitionDiffCmd) report(ctx context.Context, s *streams, p *progress, sum outcomes, pictures iter.Seq[difference]) error {
	var hints advice
	done := 0
	for d := range pictures {
		if ctx.Err() != nil {
			break
		}
		done++
		if d.failed() {
			sum.failed++
			hints.add(sum.a.advice(d.errA))
			hints.add(sum.b.advice(d.errB))
		} else {
			d.Comparison = agreement.Compare(d.a, d.b)
			sum.Add(d.file, d.Comparison)
		}
		if err := p.around(func() error { return c.print(s, d, sum.width) }); err != nil {
			return fmt.Errorf("write results: %w", err)
		}
		p.done(done)
	}
	p.end()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	write := sum.writeTable
	if c.JSON {
		write = sum.writeJSON
	}
	if err := write(s.out); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	if sum.failed == 0 {
		return nil
	}
	if sum.total > 1 {
		s.note("blobsight: %d of %d failed", sum.failed, sum.total)
	}
	for _, hint := range hints {
		s.note("  hint: %s", hint)
	}
	return errReported
}

func (c *rekognitionDiffCmd) print(s *streams, d difference, width int) error {
	d.complain(s)
	switch {
	case c.Summary:
		return nil
	case c.JSON:
		return d.writeJSON(s.out)
	case d.failed():
		return nil
	default:
		return d.writeTable(s.out, width)
	}
}
