package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"blobsight"
	"blobsight/api"
)

// defaultHeartbeat is how long a stream stays silent at most: what is in between
// takes a longer silence for a dead connection, and we notice when the client has gone.
const defaultHeartbeat = 15 * time.Second

// streamStart asks the client to come back a second after a stream was cut off.
const streamStart = "retry: 1000\n\n"

// GetBlobEvents handles "GET /blobs/{blob_id}/events": server-sent events, as the
// HTML standard describes them. Streams are not bounded in number: one costs
// no more than the requests of a client that polls.
func (s *server) GetBlobEvents(w http.ResponseWriter, r *http.Request, id api.BlobID, p api.GetBlobEventsParams) {
	b, err := s.Service.Get(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	known := knownState(p.LastEventID, b)
	if known == finalEvent {
		w.WriteHeader(http.StatusNoContent) // a browser would come back after any other answer
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx passes each event on at once
	if r.Method == http.MethodHead {
		return // nothing follows, so the connection is not to wait for it
	}
	ctx, cancel := s.whileServing(r.Context())
	defer cancel()
	out := &stream{w: w, heartbeat: s.Heartbeat}
	if err := s.events(ctx, out, id, known); err != nil {
		s.Log.DebugContext(ctx, "stream of events ended", "path", r.URL.Path, "error", err)
	}
}

// events writes the states of a blob after the known one, until a final one has
// been written, ctx ends, or the blob has been deleted.
func (s *server) events(ctx context.Context, out *stream, id string, known int) error {
	if err := out.write([]byte(streamStart)); err != nil {
		return err
	}
	for known < finalEvent {
		b, err := s.next(ctx, id, known)
		if err != nil {
			return err
		}
		message := []byte(":\n\n")
		if n := eventID(b.State); n > known {
			known = n
			if message, err = event(b); err != nil {
				return err
			}
		} else if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := out.write(message); err != nil {
			return err
		}
	}
	return nil
}

// next gives a blob as soon as it is beyond the known state, or as it is when it
// is time for a heartbeat.
func (s *server) next(ctx context.Context, id string, known int) (*blobsight.Blob, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Heartbeat)
	defer cancel()
	return s.Service.Await(ctx, id, func(b *blobsight.Blob) bool { return eventID(b.State) > known })
}

// finalEvent is the id of the last event of a stream.
const finalEvent = 3

// eventID counts the states on the way of a blob. They can be told apart by it,
// as there is only one final state for each blob.
func eventID(state blobsight.State) int {
	switch state {
	case blobsight.StateAwaitingUpload:
		return 1
	case blobsight.StateQueued:
		return 2
	default:
		return finalEvent
	}
}

// knownState is the id of the last event that the client has seen; 0: none. An
// id that the blob has not come to yet is not one of its own.
func knownState(lastEventID *string, b *blobsight.Blob) int {
	if lastEventID == nil {
		return 0
	}
	n, err := strconv.Atoi(*lastEventID)
	if err != nil || n < 0 || n > eventID(b.State) {
		return 0
	}
	return n
}

// event is a blob in the form of the stream. JSON on one line has no line break
// that would end the field.
func event(b *blobsight.Blob) ([]byte, error) {
	data, err := api.Encode(api.FromBlob(b))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "id: %d\nevent: %s\ndata: %s\n\n", eventID(b.State), b.State, data)
	return out.Bytes(), nil
}

// stream is an answer that is written bit by bit.
type stream struct {
	w         http.ResponseWriter
	heartbeat time.Duration // until the next write, at most
}

// write sends something at once. The connection may then be silent until the
// next heartbeat.
func (s *stream) write(p []byte) error {
	takeTime(s.w, s.heartbeat+time.Minute)
	if _, err := s.w.Write(p); err != nil {
		return err
	}
	return http.NewResponseController(s.w).Flush()
}
