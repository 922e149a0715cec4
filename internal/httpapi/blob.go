package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"

	"blobsight"
	"blobsight/api"
)

// maxJSON bounds a request that is no picture, in bytes.
const maxJSON = 64 << 10

// CreateBlob handles "POST /blobs".
func (s *server) CreateBlob(w http.ResponseWriter, r *http.Request) {
	callbackURL, err := decodeCreate(http.MaxBytesReader(w, r.Body, maxJSON))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	b, link, err := s.Service.Create(r.Context(), blobsight.Order{CallbackURL: callbackURL, KeyID: keyID(r.Context())})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusCreated, api.FromCreated(b, link, s.Service.UploadHeaders()))
}

// decodeCreate reads the callback URL; "" means that the client asked for none.
func decodeCreate(body io.Reader) (string, error) {
	data, err := readJSON(body, blobsight.ErrInvalidCallback)
	if err != nil {
		return "", err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return "", blobsight.ErrInvalidCallback.With(`the request has no body; send {"callback_url": "https://…"}`)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return "", blobsight.ErrInvalidCallback.With(`the request body is no JSON object; send {"callback_url": "https://…"}`)
	}
	raw, ok := fields["callback_url"]
	if !ok {
		raw, ok = fields["calback_url"] // as the original documentation spells it
	}
	if !ok {
		return "", blobsight.ErrInvalidCallback.With("callback_url is missing; send an http(s) URL, or null to poll instead")
	}
	if string(raw) == "null" {
		return "", nil
	}
	var callbackURL string
	if err := json.Unmarshal(raw, &callbackURL); err != nil {
		return "", blobsight.ErrInvalidCallback.With("callback_url is no string")
	}
	return callbackURL, blobsight.CheckCallbackURL(callbackURL)
}

// readJSON reads a request that is no picture. A body that breaks off is the error invalid.
func readJSON(body io.Reader, invalid *blobsight.Error) ([]byte, error) {
	data, err := io.ReadAll(body)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, errRequestTooLarge.With("the limit is %d bytes", maxJSON)
	}
	if err != nil {
		return nil, invalid.With("the request body could not be read to its end")
	}
	return data, nil
}

// DeleteBlob handles "DELETE /blobs/{blob_id}".
func (s *server) DeleteBlob(w http.ResponseWriter, r *http.Request, id api.BlobID) {
	if err := s.Service.Delete(r.Context(), id); err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// ListBlobs handles "GET /blobs".
func (s *server) ListBlobs(w http.ResponseWriter, r *http.Request, p api.ListBlobsParams) {
	q, err := query(p)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	blobs, more, err := s.Service.List(r.Context(), q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page := api.BlobList{Blobs: []api.Blob{}}
	if more {
		page.NextCursor = cursor(blobs[len(blobs)-1].ID)
	}
	for _, b := range blobs {
		page.Blobs = append(page.Blobs, api.FromBlob(b))
	}
	s.reply(w, r, http.StatusOK, page)
}

// query checks the parameters of a list.
func query(p api.ListBlobsParams) (q blobsight.Query, err error) {
	if q.Limit, err = limitOf(p.Limit); err != nil {
		return q, err
	}
	if p.Status != nil {
		q.State = blobsight.State(*p.Status)
		if !slices.Contains(blobsight.States(), q.State) {
			return q, blobsight.ErrInvalidRequest.With("status is %q; it must be one of %v", q.State, blobsight.States())
		}
	}
	if p.Cursor != nil {
		id, err := cursorOf(*p.Cursor, 1)
		if err != nil {
			return q, err
		}
		q.Before = id[0]
	}
	return q, nil
}
