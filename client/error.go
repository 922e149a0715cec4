package client

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"blobsight/api"
)

// Error is a request that the server refused, in the server's words.
type Error struct {
	Status  int    // of the HTTP answer
	Code    string // stable word for programs; empty when the answer was not in the contract's form
	Message string // stable sentence
	Detail  string // what exactly was wrong; may be empty
}

// Errors that callers are likely to tell apart. Compare with [errors.Is]: the
// ones returned carry a status and details.
var (
	ErrUnauthorized       = &Error{Code: "unauthorized", Message: "A valid API key is required"}
	ErrInvalidCallbackURL = &Error{Code: "invalid_callback_url", Message: "Invalid callback url supplied"}
	ErrBlobNotFound       = &Error{Code: "blob_not_found", Message: "Blob not found"}
	ErrAlreadyUploaded    = &Error{Code: "already_uploaded", Message: "This link has been used already"}
	ErrUploadExpired      = &Error{Code: "upload_expired", Message: "The upload link has expired"}
	ErrUploadTooLarge     = &Error{Code: "upload_too_large", Message: "The upload is too large"}
	ErrNoCallback         = &Error{Code: "no_callback", Message: "The blob has no callback to make"}
)

// Error gives message and detail.
func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Message
	}
	return e.Message + ": " + e.Detail
}

// Is makes two Errors equal for [errors.Is] when they have the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code != "" && t.Code == e.Code
}

// maxExcerpt bounds how much of an answer from elsewhere is shown, in bytes.
const maxExcerpt = 300

// errorOf is the error that an unsuccessful answer stands for. One that is not
// in the contract's form comes from something in between, such as a proxy, or
// from the other service to which an upload link leads.
func errorOf(r *http.Response, body []byte) error {
	var e api.Error
	if err := json.Unmarshal(body, &e); err == nil && e.Code != "" && e.Error != "" {
		out := &Error{Status: r.StatusCode, Code: e.Code, Message: e.Error}
		if e.Detail != nil {
			out.Detail = *e.Detail
		}
		return out
	}
	if r.StatusCode/100 == 2 {
		return fmt.Errorf("the answer (%s) is not a Blobsight server's; check the URL", r.Status)
	}
	return &Error{Status: r.StatusCode, Message: "The server answered " + r.Status, Detail: excerpt(r, body)}
}

// excerpt is the beginning of a plain text or XML body on one line; web pages tell nothing.
func excerpt(r *http.Response, body []byte) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "text/plain" && kind != "application/xml" && kind != "text/xml" {
		return ""
	}
	text := strings.ToValidUTF8(string(body[:min(len(body), maxExcerpt)]), "")
	return strings.Join(strings.Fields(text), " ")
}
