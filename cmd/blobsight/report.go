package main

import (
	"context"
	"fmt"
	"iter"

	"blobsight/client"
)

// format is how results are printed.
type format struct {
	JSON bool `name:"json" help:"One JSON object a line: {\"file\": …, \"labels\": […]}, or \"error\" in place of labels."`
}

// report prints results as they come: labels to stdout, and why there are none
// to stderr. The error says only that there were failures, or that ctx ended.
func (f format) report(ctx context.Context, s *streams, p *progress, total int, results iter.Seq[result]) error {
	done, failed, hint := 0, 0, ""
	for r := range results {
		if ctx.Err() != nil {
			break
		}
		done++
		if r.err != nil {
			failed++
			hint = hintFor(r.err)
		}
		if err := p.around(func() error { return f.print(s, r) }); err != nil {
			return fmt.Errorf("write results: %w", err)
		}
		p.done(done)
	}
	p.end()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case failed == 0:
		return nil
	}
	if total > 1 {
		s.note("blobsight: %d of %d failed", failed, total)
	}
	if hint != "" {
		s.note("  hint: %s", hint)
	}
	return errReported
}

func (f format) print(s *streams, r result) error {
	if r.err != nil {
		why := failureOf(r.err)
		s.note("blobsight: %s: %s (%s)", printable(r.file), printable(why.Detail), why.Code)
	}
	switch {
	case f.JSON:
		return r.writeJSON(s.out)
	case r.err == nil:
		return r.writeTable(s.out)
	default:
		return nil
	}
}

// withHintFor adds a hint to err where there is one for it.
func withHintFor(err error) error {
	if err == nil {
		return nil
	}
	if hint := hintFor(err); hint != "" {
		return withHint(err, hint)
	}
	return err
}

// hintFor is what can be done about a failure, where that is not plain from it.
func hintFor(err error) string {
	switch failureOf(err).Code {
	case codeUnreachable:
		return `start a server with "blobsight serve", or name another with --server (BLOBSIGHT_SERVER)`
	case client.ErrUnauthorized.Code:
		return `give a key with --api-key (BLOBSIGHT_API_KEY); on the server, "blobsight keys create NAME" makes one`
	default:
		return ""
	}
}
