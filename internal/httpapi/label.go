package httpapi

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"blobsight"
	"blobsight/api"
)

// LabelImage handles "POST /labels".
func (s *server) LabelImage(w http.ResponseWriter, r *http.Request, p api.LabelImageParams) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime))
	opt := s.Service.Defaults
	if p.MinConfidence != nil {
		opt.MinConfidence = *p.MinConfidence
	}
	if p.MaxLabels != nil {
		opt.MaxLabels = *p.MaxLabels
	}
	body := newUpload(r, s.Service.MaxUploadBytes+maxJSON) // some room for a form around the picture
	rec, err := s.Service.Label(r.Context(), func(context.Context) (io.ReadCloser, error) { return picture(r, body) }, opt)
	if err != nil {
		s.fail(w, r, errors.Join(body.err, err))
		return
	}
	s.reply(w, r, http.StatusOK, api.FromRecognition(rec))
}

// picture is the body itself or, in a form (curl -F image=@cat.jpg), its first file.
func picture(r *http.Request, body io.Reader) (io.ReadCloser, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return io.NopCloser(body), nil
	}
	r.Body = io.NopCloser(body)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, blobsight.ErrInvalidRequest.With("the form cannot be read: %v", err)
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, blobsight.ErrInvalidRequest.With("the form has no file; send the picture as one, or as the body itself")
		}
		if part.FileName() != "" {
			return part, nil
		}
	}
}

// ListLabels handles "GET /labels".
func (s *server) ListLabels(w http.ResponseWriter, r *http.Request) {
	s.reply(w, r, http.StatusOK, api.FromVocabulary(s.Service.Recognizer.Vocabulary(), s.Service.Recognizer.Model()))
}
