package blobsight

import (
	"errors"
	"fmt"
)

// Kind groups errors by what the caller can do about them. One table in
// internal/httpapi turns kinds and codes into HTTP statuses.
type Kind string

// The kinds of error. An error that is no [Error] is KindInternal: it is
// logged, and the caller is told nothing about it.
const (
	KindInvalid      Kind = "invalid"      // the request is wrong and will stay wrong
	KindUnauthorized Kind = "unauthorized" // no key, or a wrong one
	KindForbidden    Kind = "forbidden"    // an altered or expired link
	KindNotFound     Kind = "not_found"
	KindConflict     Kind = "conflict"  // the state does not allow it
	KindTooLarge     Kind = "too_large" // more bytes than the limit
	KindBadImage     Kind = "bad_image" // the picture itself cannot be recognized
	KindInternal     Kind = "internal"  // our fault; worth another try
)

// Codes of recognition failures. They are the only values of [Failure.Code],
// part of the contract, and final: trying again would not help.
const (
	CodeInvalidImage      = "invalid_image"
	CodeImageTooLarge     = "image_too_large"
	CodeImageTooSmall     = "image_too_small"
	CodeUnsupportedFormat = "unsupported_format"
	CodeRecognizerError   = "recognizer_error"
)

// Error is an error that may be shown to the caller as it is.
type Error struct {
	Kind    Kind
	Code    string // stable, snake_case, part of the contract
	Message string // stable sentence, part of the contract
	Detail  string // what exactly was wrong and how to mend it
	Err     error  // cause, for the log only
}

// Error gives message, detail and cause, for logs.
func (e *Error) Error() string {
	s := e.Message
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Err != nil {
		s += fmt.Sprintf(" (%v)", e.Err)
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes two Errors equal for [errors.Is] when their codes are.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// With returns a copy of e that says in detail what was wrong.
func (e *Error) With(format string, args ...any) *Error {
	c := *e
	c.Detail = fmt.Sprintf(format, args...)
	return &c
}

// Errors that callers tell apart. Compare with [errors.Is]: the ones returned carry details.
var (
	ErrInvalidCallback = &Error{Kind: KindInvalid, Code: "invalid_callback_url", Message: "Invalid callback url supplied"}
	ErrInvalidRequest  = &Error{Kind: KindInvalid, Code: "invalid_request", Message: "Invalid request"}
	ErrBlobNotFound    = &Error{Kind: KindNotFound, Code: "blob_not_found", Message: "Blob not found"}
	ErrAlreadyUploaded = &Error{Kind: KindConflict, Code: "already_uploaded", Message: "This link has been used already"}
	ErrUploadExpired   = &Error{Kind: KindForbidden, Code: "upload_expired", Message: "The upload link has expired"}
	ErrBadSignature    = &Error{Kind: KindForbidden, Code: "bad_signature", Message: "The upload link is not valid"}
	ErrUploadTooLarge  = &Error{Kind: KindTooLarge, Code: "upload_too_large", Message: "The upload is too large"}
	ErrUploadBroken    = &Error{Kind: KindInvalid, Code: "upload_incomplete", Message: "The upload ended before all bytes were received"}
	ErrUnauthorized    = &Error{Kind: KindUnauthorized, Code: "unauthorized", Message: "A valid API key is required"}
	ErrKeyNotFound     = &Error{Kind: KindNotFound, Code: "key_not_found", Message: "API key not found"}
	ErrSecretNotFound  = &Error{Kind: KindNotFound, Code: "secret_not_found", Message: "Secret not found"}
	ErrLastSecret      = &Error{Kind: KindConflict, Code: "last_secret", Message: "It is the only secret that signs callbacks without an end"}
	ErrNoCallback      = &Error{Kind: KindConflict, Code: "no_callback", Message: "The blob has no callback to make"}

	// ErrStateChanged is returned by a [Store] when the blob is no longer in
	// the state that the caller expected: somebody else was first.
	ErrStateChanged = &Error{Kind: KindConflict, Code: "state_changed", Message: "The blob has moved on"}
	// ErrObjectNotFound and ErrObjectExists are returned by a [Bucket].
	ErrObjectNotFound = &Error{Kind: KindNotFound, Code: "object_not_found", Message: "Image not found"}
	ErrObjectExists   = &Error{Kind: KindConflict, Code: "object_exists", Message: "Image exists already"}
)

// BadImage is the error of a [Recognizer] for a picture that it can never
// recognize. Code is one of the codes of recognition failures.
func BadImage(code, format string, args ...any) *Error {
	return &Error{Kind: KindBadImage, Code: code, Message: "The picture cannot be recognized", Detail: fmt.Sprintf(format, args...)}
}

// KindOf gives the kind of err: KindInternal for anything that is no [Error].
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}
