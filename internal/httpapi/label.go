package httpapi

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"blobsight"
	"blobsight/api"
)

// A picture of POST /labels is held in memory while it comes in: so many at
// once, and so long does another request wait for its turn.
const (
	maxReaders = 16
	readerWait = 5 * time.Second
)

// LabelImage handles "POST /labels".
func (s *server) LabelImage(w http.ResponseWriter, r *http.Request, p api.LabelImageParams) {
	takeTime(w, uploadTime)
	opt := s.Service.Defaults
	if p.MinConfidence != nil {
		opt.MinConfidence = *p.MinConfidence
	}
	if p.MaxLabels != nil {
		opt.MaxLabels = *p.MaxLabels
	}
	if p.Features != nil {
		var err error
		if opt.Properties, err = wantsProperties(*p.Features); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	select {
	case s.readers <- struct{}{}:
		defer func() { <-s.readers }()
	case <-r.Context().Done():
		return
	case <-time.After(readerWait):
		w.Header().Set("Retry-After", "1")
		s.fail(w, r, errBusy)
		return
	}
	body := newUpload(r, s.Service.MaxUploadBytes+maxJSON) // some room for a form around the picture
	rec, err := s.Service.Label(r.Context(), func(context.Context) (io.ReadCloser, error) { return picture(r, body) }, opt)
	if err != nil {
		body.drain()
		s.fail(w, r, errors.Join(body.err, err))
		return
	}
	s.reply(w, r, http.StatusOK, api.FromRecognition(rec))
}

// wantsProperties reads the list of features.
func wantsProperties(features []api.Feature) (properties bool, err error) {
	for _, f := range features {
		switch f {
		case api.FeatureProperties:
			properties = true
		case "": // an empty list
		default:
			return false, blobsight.ErrInvalidRequest.With("features has %q; it may have %q", f, api.FeatureProperties)
		}
	}
	return properties, nil
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
			return &formFile{part}, nil
		}
	}
}

// formFile is a file in a form. A form that ends too early is the client's mistake.
type formFile struct{ *multipart.Part }

func (f *formFile) Read(p []byte) (int, error) {
	n, err := f.Part.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = blobsight.ErrInvalidRequest.With("the form ends before its file does")
	}
	return n, err
}

// ListLabels handles "GET /labels".
func (s *server) ListLabels(w http.ResponseWriter, r *http.Request) {
	s.reply(w, r, http.StatusOK, api.FromVocabulary(s.Service.Recognizer.Vocabulary(), s.Service.Recognizer.Model()))
}
