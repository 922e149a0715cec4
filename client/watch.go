package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"mime"
	"net/http"
	"time"

	"blobsight/api"
)

const (
	// reconnect is how long to wait after a stream was cut off, if the server does
	// not say it.
	reconnect = time.Second
	// firstSign is how long a stream may bring nothing at all: a proxy that
	// collects an answer before it passes it on would keep us waiting.
	firstSign = 10 * time.Second
	// silence is how long a stream may bring nothing later; servers send
	// something every 15 seconds.
	silence = 45 * time.Second
)

// Watch yields a blob at once, then each time that its state has changed, and
// ends after a final one. States that follow one another quickly may be left out.
// The first error is yielded and ends it too; watching again goes on where it
// stopped.
//
// It listens to the server's stream of events, which is resumed when it was cut
// off. Where there is none, or a proxy does not pass it on, the blob is polled.
func (c *Client) Watch(ctx context.Context, id string) iter.Seq2[*Blob, error] {
	return func(yield func(*Blob, error) bool) {
		w := &watch{c: c, id: id, yield: yield, retry: reconnect}
		err := w.follow(ctx)
		for err == nil && !w.done {
			if err = sleep(ctx, w.retry); err == nil {
				err = w.follow(ctx)
			}
		}
		if errors.Is(err, errNoStream) {
			err = w.poll(ctx)
		}
		if err != nil && !w.done {
			yield(nil, err)
		}
	}
}

// What servers answer that know no stream of events.
var (
	errNotFound         = &Error{Code: "not_found"}
	errMethodNotAllowed = &Error{Code: "method_not_allowed"}
)

// errNoStream says that the way to the server does not carry a stream of events.
var errNoStream = errors.New("no stream of events")

// watch is one loop over the states of a blob.
type watch struct {
	c     *Client
	id    string
	yield func(*Blob, error) bool
	last  Status // that was yielded
	done  bool   // a final state was yielded, or the loop was left

	eventID string // of the last event
	retry   time.Duration
}

// see yields a blob if its state is new.
func (w *watch) see(b *Blob) {
	if b.Status != w.last {
		w.last = b.Status
		w.done = !w.yield(b, nil)
	}
	w.done = w.done || Final(b.Status)
}

// poll watches without a stream.
func (w *watch) poll(ctx context.Context) error {
	for b, err := range w.c.poll(ctx, w.id, 0) {
		if err != nil {
			return err
		}
		if w.see(b); w.done {
			return nil
		}
	}
	return nil
}

// follow watches by one request. It returns nil when the stream was cut off and
// can be resumed, or all is done; [errNoStream] when streams are of no use.
func (w *watch) follow(ctx context.Context) error {
	request, cancel := context.WithCancel(ctx)
	defer cancel()
	alarm := time.AfterFunc(firstSign, cancel)
	defer alarm.Stop()
	err := w.request(request, func() { alarm.Reset(silence) })
	switch {
	case w.done:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case request.Err() != nil && err != nil: // the alarm: nothing came at all
		return errNoStream
	default:
		return err
	}
}

// request reads one stream to its end, which is no error if it brought something.
// Each sign of life is told.
func (w *watch) request(ctx context.Context, alive func()) error {
	body, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	events := newEvents(body, w.eventID)
	for events.next() {
		alive()
		if events.retry > 0 {
			w.retry = events.retry
		}
		w.eventID = events.id
		if events.data == "" {
			continue
		}
		var b Blob
		if err := json.Unmarshal([]byte(events.data), &b); err != nil || b.Status == "" {
			return errNoStream
		}
		if w.see(&b); w.done {
			return nil
		}
	}
	if !events.any {
		return errNoStream
	}
	return nil
}

// open asks for the stream from where it was cut off.
func (w *watch) open(ctx context.Context) (io.ReadCloser, error) {
	params := &api.GetBlobEventsParams{}
	if w.eventID != "" {
		params.LastEventID = &w.eventID
	}
	r, err := w.c.api.GetBlobEvents(ctx, w.id, params, func(_ context.Context, r *http.Request) error {
		r.Header.Set("Accept", eventStream)
		return nil
	})
	if err != nil {
		return nil, err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.StatusCode == http.StatusOK && kind == eventStream {
		return r.Body, nil
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	refused := (*Error)(nil)
	if err := errorOf(r, body); errors.As(err, &refused) && refused.Code != "" && !refused.Is(errNotFound) && !refused.Is(errMethodNotAllowed) {
		return nil, refused
	}
	return nil, errNoStream // an older server, or something in between
}
