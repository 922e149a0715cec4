package httpapi

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"blobsight"
	"blobsight/api"
)

// Errors of this layer.
var (
	errNotFound         = &blobsight.Error{Kind: blobsight.KindNotFound, Code: "not_found", Message: "Not found"}
	errMethodNotAllowed = &blobsight.Error{Kind: blobsight.KindInvalid, Code: "method_not_allowed", Message: "Method not allowed"}
	errRequestTooLarge  = &blobsight.Error{Kind: blobsight.KindTooLarge, Code: "request_too_large", Message: "The request is too large"}
	errBusy             = &blobsight.Error{Kind: blobsight.KindInternal, Code: "busy", Message: "The server is busy"}
	errForeignHost      = &blobsight.Error{Kind: blobsight.KindForbidden, Code: "foreign_host", Message: "The server is not known under this name"}
	errForeignOrigin    = &blobsight.Error{Kind: blobsight.KindForbidden, Code: "foreign_origin", Message: "The request comes from another site"}
	errNotReady         = &blobsight.Error{Kind: blobsight.KindInternal, Code: "not_ready", Message: "The server is not ready"}
	errClientGone       = &blobsight.Error{Kind: blobsight.KindInvalid, Code: "client_gone", Message: "The client gave up"}
	errInternal         = &blobsight.Error{Kind: blobsight.KindInternal, Code: "internal", Message: "Internal error"}
)

// statusClientGone is what nginx logs when nobody is left to be answered. Being no
// 5xx, it is logged at level debug.
const statusClientGone = 499

// statusOf maps errors to HTTP statuses: by code where the contract is that
// fine, else by kind.
func statusOf(e *blobsight.Error) int {
	byCode := map[string]int{
		blobsight.CodeUnsupportedFormat: http.StatusUnsupportedMediaType,
		blobsight.CodeImageTooLarge:     http.StatusRequestEntityTooLarge,
		errMethodNotAllowed.Code:        http.StatusMethodNotAllowed,
		errNotReady.Code:                http.StatusServiceUnavailable,
		errBusy.Code:                    http.StatusServiceUnavailable,
		errClientGone.Code:              statusClientGone,
	}
	byKind := map[blobsight.Kind]int{
		blobsight.KindInvalid:      http.StatusBadRequest,
		blobsight.KindUnauthorized: http.StatusUnauthorized,
		blobsight.KindForbidden:    http.StatusForbidden,
		blobsight.KindNotFound:     http.StatusNotFound,
		blobsight.KindConflict:     http.StatusConflict,
		blobsight.KindTooLarge:     http.StatusRequestEntityTooLarge,
		blobsight.KindBadImage:     http.StatusUnprocessableEntity,
		blobsight.KindInternal:     http.StatusInternalServerError,
	}
	if status, ok := byCode[e.Code]; ok {
		return status
	}
	return byKind[e.Kind]
}

// fail answers with err. What is no [blobsight.Error] is logged, and the caller
// learns only that it was our fault, unless it was the caller who gave up.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var e *blobsight.Error
	var later *blobsight.LaterError
	switch {
	case errors.As(err, &e):
	case r.Context().Err() != nil:
		e = errClientGone
	case errors.As(err, &later):
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(later.After.Seconds()))))
		e = errBusy.With("%s", later.Reason)
	default:
		e = errInternal
		s.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	status := statusOf(e)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="blobsight"`)
	}
	body := api.Error{Error: e.Message, Code: e.Code}
	if e.Detail != "" {
		body.Detail = &e.Detail
	}
	s.reply(w, r, status, body)
}

// reply answers with v as JSON.
func (s *server) reply(w http.ResponseWriter, r *http.Request, status int, v any) {
	body, err := api.Encode(v)
	if err != nil {
		s.Log.ErrorContext(r.Context(), "encode answer", "path", r.URL.Path, "error", err)
		status, body = http.StatusInternalServerError, []byte(`{"error":"Internal error","code":"internal"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil { //nolint:gosec // JSON that says so runs in no browser
		s.Log.DebugContext(r.Context(), "client has gone", "path", r.URL.Path, "error", err)
	}
}

// badParameter answers when generated code cannot read a parameter.
func (s *server) badParameter(w http.ResponseWriter, r *http.Request, err error) {
	if strings.HasPrefix(r.URL.Path, "/uploads/") {
		s.fail(w, r, blobsight.ErrBadSignature.With("use upload_url exactly as it was given"))
		return
	}
	var format *api.InvalidParamFormatError
	if errors.As(err, &format) {
		detail := format.ParamName + " has a value of the wrong type"
		if len(r.URL.Query()[format.ParamName]) > 1 {
			detail = format.ParamName + " is there more than once; give it once, a list with commas"
		}
		s.fail(w, r, blobsight.ErrInvalidRequest.With("%s", detail))
		return
	}
	s.fail(w, r, blobsight.ErrInvalidRequest.With("%s", err.Error()))
}

// unknown answers for everything that no other route takes: a wrong method on a
// known path, or an unknown path.
func (s *server) unknown(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			s.fail(w, r, errNotFound.With("there is nothing at %s; see /docs", r.URL.Path))
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		s.fail(w, r, errMethodNotAllowed.With("%s takes %s", r.URL.Path, strings.Join(allowed, ", ")))
	}
}
