package httpapi

import (
	"bytes"
	"encoding/base64"
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
	b, link, err := s.Service.Create(r.Context(), callbackURL)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusCreated, api.FromCreated(b, link))
}

// decodeCreate reads the callback URL; "" means that the client asked for none.
func decodeCreate(body io.Reader) (string, error) {
	data, err := io.ReadAll(body)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return "", errRequestTooLarge.With("the limit is %d bytes", maxJSON)
	}
	if err != nil {
		return "", blobsight.ErrInvalidCallback.With("the request body could not be read to its end")
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

// GetBlob handles "GET /blobs/{blob_id}".
func (s *server) GetBlob(w http.ResponseWriter, r *http.Request, id api.BlobID) {
	b, err := s.Service.Get(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusOK, api.FromBlob(b))
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
		next := base64.RawURLEncoding.EncodeToString([]byte(blobs[len(blobs)-1].ID))
		page.NextCursor = &next
	}
	for _, b := range blobs {
		page.Blobs = append(page.Blobs, api.FromBlob(b))
	}
	s.reply(w, r, http.StatusOK, page)
}

// query checks the parameters of a list.
func query(p api.ListBlobsParams) (blobsight.Query, error) {
	q := blobsight.Query{}
	if p.Limit != nil {
		if *p.Limit == 0 {
			return q, blobsight.ErrInvalidRequest.With("limit is 0; it must be from 1 to %d", blobsight.MaxPage)
		}
		q.Limit = *p.Limit
	}
	if p.Status != nil {
		q.State = blobsight.State(*p.Status)
		if !slices.Contains(blobsight.States(), q.State) {
			return q, blobsight.ErrInvalidRequest.With("status is %q; it must be one of %v", q.State, blobsight.States())
		}
	}
	if p.Cursor != nil {
		id, err := base64.RawURLEncoding.DecodeString(*p.Cursor)
		if err != nil || len(id) == 0 {
			return q, blobsight.ErrInvalidRequest.With("cursor is not one that this server gave out; use next_cursor of the page before")
		}
		q.Before = string(id)
	}
	return q, nil
}
