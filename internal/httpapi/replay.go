package httpapi

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"blobsight"
	"blobsight/api"
)

// ReplayCallback handles "POST /blobs/{blob_id}/deliveries".
func (s *server) ReplayCallback(w http.ResponseWriter, r *http.Request, id api.BlobID) {
	b, err := s.Service.Replay(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusAccepted, api.FromBlob(b))
}

// ReplayCallbacks handles "POST /deliveries".
func (s *server) ReplayCallbacks(w http.ResponseWriter, r *http.Request) {
	q, err := decodeReplay(http.MaxBytesReader(w, r.Body, maxJSON), s.Service.Now())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	n, more, err := s.Service.ReplayAll(r.Context(), blobsight.CallbackStatus(*q.Status), q.Since, *q.Until)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusAccepted, api.Replayed{Replayed: n, More: more, Until: *q.Until})
}

const replayForm = `send {"since": "2026-03-04T05:06:07Z"}, with "until" and "status" if need be`

// decodeReplay reads which callbacks to replay. A field that is not known is an
// error: one that is misspelled would replay more than was meant.
func decodeReplay(body io.Reader, now time.Time) (q api.ReplayRequest, err error) {
	data, err := readJSON(body, blobsight.ErrInvalidRequest)
	if err != nil {
		return q, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return q, blobsight.ErrInvalidRequest.With("the request has no body; %s", replayForm)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return q, blobsight.ErrInvalidRequest.With("the request body is no JSON object; %s", replayForm)
	}
	if _, ok := fields["since"]; !ok {
		return q, blobsight.ErrInvalidRequest.With("since is missing; %s", replayForm)
	}
	for name, raw := range fields {
		var field any
		switch name {
		case "since":
			field = &q.Since
		case "until":
			field = &q.Until
		case "status":
			field = &q.Status
		default:
			return q, blobsight.ErrInvalidRequest.With("there is no field %q; %s", name, replayForm)
		}
		if err := json.Unmarshal(raw, field); err != nil || string(raw) == "null" && name == "since" {
			return q, blobsight.ErrInvalidRequest.With("%s is %s; %s", name, raw, replayForm)
		}
	}
	return q, completeReplay(&q, now)
}

// completeReplay fills in what was left out, and checks the whole.
func completeReplay(q *api.ReplayRequest, now time.Time) error {
	if q.Status == nil {
		q.Status = new(api.CallbackExhausted)
	}
	if q.Until == nil || q.Until.After(now) {
		q.Until = new(now.UTC()) // else the next request would replay what this one has begun
	}
	if _, err := callbackStatus(*q.Status, api.CallbackExhausted, api.CallbackDelivered); err != nil {
		return err
	}
	if !q.Since.Before(*q.Until) {
		return blobsight.ErrInvalidRequest.With("since is %s, which is not before until (%s, now by default)",
			q.Since.Format(time.RFC3339), q.Until.Format(time.RFC3339))
	}
	return nil
}
