package rekapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"blobsight"
)

// fault is an error as Amazon names it.
type fault struct {
	status  int
	kind    string // Amazon's name of the type
	message string
	ours    bool // Rekognition itself tells it, in its own form, not the front door of Amazon's
}

func (f *fault) Error() string { return f.kind + ": " + f.message }

// Of the front door.

func unknownOperation(detail string) error {
	return &fault{http.StatusBadRequest, "UnknownOperationException", detail + "; it may be " + target, false}
}

func serialization(message string) error {
	return &fault{http.StatusBadRequest, "SerializationException", message, false}
}

func validation(message string) error {
	return &fault{http.StatusBadRequest, "ValidationException", message, false}
}

func bodyTooLarge() error {
	return &fault{
		http.StatusRequestEntityTooLarge, "RequestEntityTooLargeException",
		"The request has more than 10485760 bytes; Image.Bytes takes pictures of up to 5242880 bytes, Image.S3Object larger ones", false,
	}
}

// Of Rekognition.

func invalidParameter(detail string) error {
	return &fault{http.StatusBadRequest, "InvalidParameterException", "Request has invalid parameters: " + detail, true}
}

func invalidFormat(detail string) error {
	return &fault{http.StatusBadRequest, "InvalidImageFormatException", "Request has invalid image format: " + detail, true}
}

func imageTooLarge(message string) error {
	return &fault{http.StatusBadRequest, "ImageTooLargeException", message, true}
}

func invalidObject(detail string) error {
	return &fault{
		http.StatusBadRequest, "InvalidS3ObjectException",
		"Unable to get object metadata from S3. Check object key, region and/or access permissions: " + detail, true,
	}
}

func accessDenied(message string) error {
	return &fault{http.StatusBadRequest, "AccessDeniedException", message, true}
}

// throttled: Amazon has a ThrottlingException with 400 as well, for those who ask too
// often; this is the one of the service model, where the server is at fault.
func throttled() error {
	return &fault{http.StatusInternalServerError, "ThrottlingException", "Service Unavailable: the server is busy", true}
}

func internalError() error {
	return &fault{http.StatusInternalServerError, "InternalServerError", "Internal server error", true}
}

// faultOf gives an error its name. What has none is ours: the caller learns no more
// than that, and the second result is true.
func faultOf(err error) (f *fault, unknown bool) {
	var named *fault
	var e *blobsight.Error
	var later *blobsight.LaterError
	switch {
	case errors.As(err, &named):
		return named, false
	case errors.As(err, &later):
		err = throttled()
	case !errors.As(err, &e) || e.Kind == blobsight.KindInternal:
		err, unknown = internalError(), true
	case errors.Is(e, blobsight.ErrObjectNotFound):
		err = invalidObject(detailOf(e))
	case e.Kind == blobsight.KindUnauthorized, e.Kind == blobsight.KindForbidden:
		err = accessDenied(e.Message + ": " + detailOf(e))
	case e.Code == blobsight.CodeImageTooLarge:
		err = imageTooLarge("Image size is too large: " + detailOf(e))
	case e.Code == blobsight.CodeImageTooSmall:
		err = invalidParameter(detailOf(e))
	case e.Kind == blobsight.KindBadImage:
		err = invalidFormat(detailOf(e))
	default:
		err = invalidParameter(detailOf(e))
	}
	errors.As(err, &named)
	return named, unknown
}

// detailOf is what exactly was wrong.
func detailOf(e *blobsight.Error) string {
	if e.Detail != "" {
		return e.Detail
	}
	return e.Message
}

// statusClientGone is what nginx logs when nobody is left to be answered.
const statusClientGone = 499

// refuse answers with an error.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, id string, err error) {
	f, unknown := faultOf(err)
	switch {
	case unknown && r.Context().Err() != nil:
		f.status = statusClientGone
	case unknown:
		h.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "request_id", id, "error", err)
	default:
		h.Log.DebugContext(r.Context(), "request refused", "request_id", id, "type", f.kind, "error", err)
	}
	if f.ours {
		h.reply(w, r, f.status, serviceError{f.kind, f.kind, id, f.message})
		return
	}
	h.reply(w, r, f.status, doorError{f.kind, f.message})
}

// serviceError is how Rekognition tells an error, and doorError how Amazon's front
// door does. SDKs read both.
type (
	serviceError struct {
		Type    string `json:"__type"`
		Code    string
		Logref  string
		Message string
	}
	doorError struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
)

// reply answers with v as JSON.
func (h *handler) reply(w http.ResponseWriter, r *http.Request, status int, v any) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		h.Log.ErrorContext(r.Context(), "encode answer", "path", r.URL.Path, "error", err)
		status = http.StatusInternalServerError
		body.Reset()
		body.WriteString(`{"__type":"InternalServerError","Message":"Internal server error"}`)
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	if _, err := w.Write(body.Bytes()); err != nil {
		h.Log.DebugContext(r.Context(), "client has gone", "path", r.URL.Path, "error", err)
	}
}

// clipped is a value from outside, short enough to be told.
func clipped(s string) string {
	const most = 100
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
