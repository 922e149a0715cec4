package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"blobsight/client"
)

type deliveriesCmd struct {
	List   deliveriesListCmd   `cmd:"" help:"List the last attempt of each callback, or all attempts of one."`
	Replay deliveriesReplayCmd `cmd:"" help:"Make callbacks again, now."`
}

// deliverySpan selects callbacks by the time of their last attempt.
type deliverySpan struct {
	Since pastTime `placeholder:"TIME" help:"Only callbacks last tried at this time or later: 2026-03-04T05:06:07Z, or so long ago, such as 24h."`
	Until pastTime `placeholder:"TIME" help:"Only callbacks last tried before this time."`
}

type deliveriesListCmd struct {
	BlobID string `arg:"" optional:"" name:"blob-id" help:"List every attempt of this blob's callback."`
	Status string `placeholder:"STATUS" help:"Only callbacks that stand so: pending, delivered or exhausted."`
	deliverySpan
	Limit int  `default:"100" placeholder:"N" help:"At most so many attempts, the newest."`
	JSON  bool `name:"json" help:"One JSON object a line, as the API gives them."`
	remote
}

// Help is the long help.
func (*deliveriesListCmd) Help() string {
	return `The newest attempt comes first.

Example:

    blobsight deliveries list --status exhausted --since 24h`
}

// Validate checks the arguments.
func (c *deliveriesListCmd) Validate() error {
	switch {
	case c.Limit < 1:
		return errors.New("--limit is less than 1")
	case c.BlobID != "" && (c.Status != "" || c.Since.set || c.Until.set):
		return errors.New("--status, --since and --until select among the callbacks of all blobs; leave them out, or the blob")
	default:
		return checkStatus(c.Status, "pending", "delivered", "exhausted")
	}
}

// checkStatus wants a status to be one of some, or left out.
func checkStatus(status string, known ...string) error {
	if status == "" || slices.Contains(known, status) {
		return nil
	}
	return fmt.Errorf("--status is %q; choose one of %s", status, strings.Join(known, ", "))
}

// Run lists attempts.
func (c *deliveriesListCmd) Run(ctx context.Context, s *streams) error {
	found, err := c.find(ctx)
	switch {
	case err != nil:
		return withHintFor(err)
	case c.JSON:
		return writeDeliveriesJSON(s.out, found)
	case len(found) == 0:
		s.note("There are no such attempts.")
		return nil
	default:
		return writeDeliveries(s.out, found)
	}
}

// find asks the server.
func (c *deliveriesListCmd) find(ctx context.Context) ([]client.Delivery, error) {
	server, err := c.client()
	if err != nil {
		return nil, err
	}
	if c.BlobID != "" {
		all, err := server.Deliveries(ctx, c.BlobID)
		return all[:min(c.Limit, len(all))], err
	}
	now := time.Now()
	opt := client.DeliveryOptions{
		Status: client.CallbackStatus(c.Status), Since: c.Since.time(now), Until: c.Until.time(now),
		PageSize: min(c.Limit, maxPage),
	}
	var found []client.Delivery
	for d, err := range server.LastDeliveries(ctx, opt) {
		if err != nil {
			return nil, err
		}
		if found = append(found, *d); len(found) == c.Limit {
			break
		}
	}
	return found, nil
}

// maxPage is how many attempts servers give in one answer.
const maxPage = 1000

func writeDeliveriesJSON(w io.Writer, found []client.Delivery) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, d := range found {
		if err := enc.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

func writeDeliveries(w io.Writer, found []client.Delivery) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "TIME\tBLOB\tATTEMPT\tSTATUS\tHTTP\tTOOK\tNEXT\tERROR")
	for _, d := range found {
		status, next, why := "-", "-", "-"
		if d.HTTPStatus != nil {
			status = strconv.Itoa(*d.HTTPStatus)
		}
		if d.NextAttemptAt != nil {
			next = moment(*d.NextAttemptAt)
		}
		if d.Error != nil {
			why = string(d.Error.Class) + ": " + d.Error.Detail
		}
		took := time.Duration(d.DurationMS) * time.Millisecond
		_, _ = fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\n", moment(d.AttemptedAt), printable(d.BlobID), d.Attempt,
			printable(string(d.Status)), status, took, next, printable(why))
	}
	return t.Flush()
}
