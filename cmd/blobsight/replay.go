package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"blobsight/client"
)

type deliveriesReplayCmd struct {
	BlobIDs []string `arg:"" optional:"" name:"blob-id" help:"Blobs whose callbacks are made again."`
	Status  string   `placeholder:"STATUS" help:"Instead: all callbacks that stand so, exhausted or delivered."`
	deliverySpan
	remote
}

// Help is the long help.
func (*deliveriesReplayCmd) Help() string {
	return `The next attempt is made now, and the whole schedule follows it, whatever became of the callback before. The message
keeps its webhook-id.

Example, after the receiver was down over night:

    blobsight deliveries replay --status exhausted --since 12h`
}

// Validate checks the arguments.
func (c *deliveriesReplayCmd) Validate() error {
	span := c.Since.set || c.Until.set
	switch {
	case len(c.BlobIDs) == 0 && c.Status == "":
		return errors.New("name blobs, or give --status and --since")
	case len(c.BlobIDs) > 0 && (c.Status != "" || span):
		return errors.New("--status, --since and --until select among the callbacks of all blobs; leave them out, or the blobs")
	case c.Status != "" && !c.Since.set:
		return errors.New("--status needs --since")
	default:
		return checkStatus(c.Status, "exhausted", "delivered")
	}
}

// Run replays callbacks.
func (c *deliveriesReplayCmd) Run(ctx context.Context, s *streams) error {
	server, err := c.client()
	if err != nil {
		return err
	}
	if c.Status != "" {
		return c.replayAll(ctx, s, server)
	}
	failed, hint := 0, ""
	for _, id := range c.BlobIDs {
		b, err := server.Replay(ctx, id)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed, hint = failed+1, hintFor(err)
			s.note("blobsight: %s: %s (%s)", printable(id), printable(err.Error()), failureOf(err).Code)
			continue
		}
		if _, err := fmt.Fprintf(s.out, "%s  %s\n", printable(b.BlobID), replayed(b)); err != nil {
			return err
		}
	}
	if hint != "" {
		s.note("  hint: %s", hint)
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// replayed says what a replay has begun.
func replayed(b *client.Blob) string {
	if b.Callback == nil {
		return "replayed"
	}
	return fmt.Sprintf("replayed; attempt %d is due now", b.Callback.Attempts+1)
}

// replayAll replays the callbacks of a span of time.
func (c *deliveriesReplayCmd) replayAll(ctx context.Context, s *streams, server *client.Client) error {
	now := time.Now()
	opt := client.ReplayOptions{Status: client.CallbackStatus(c.Status), Since: c.Since.time(now), Until: c.Until.time(now)}
	n, err := server.ReplayAll(ctx, opt)
	switch {
	case n > 0:
		if _, err := fmt.Fprintf(s.out, "%d replayed\n", n); err != nil {
			return err
		}
	case err == nil:
		s.note("Nothing to replay: no %s callback was last tried in that time.", c.Status)
	}
	return withHintFor(err)
}
