package app

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"blobsight"
)

// RekognitionError is what an endpoint answered in place of labels.
type RekognitionError struct {
	Code   string // Amazon's name of the error, such as InvalidImageFormatException
	Detail string // what is wrong with the picture, or else the words of the endpoint
	Err    error  // all that is known
}

// Error gives all that is known.
func (e *RekognitionError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *RekognitionError) Unwrap() error { return e.Err }

// unknownError is the SDK's name of an error that the endpoint did not name.
const unknownError = "UnknownError"

// ofAmazon reports whether a code is like those of Amazon, as AccessDeniedException
// is. The SDK takes the code of anybody's JSON for one.
func ofAmazon(code string) bool {
	return code != unknownError && code != "" && code[0] >= 'A' && code[0] <= 'Z' && !strings.ContainsAny(code, "_- ")
}

// wordsOf is what the endpoint says of an error.
func wordsOf(e smithy.APIError) string {
	if words := e.ErrorMessage(); words != "" && words != unknownError { // the SDK fills a gap with the latter
		return words
	}
	return "the endpoint does not say why"
}

// noTLS reports whether somebody answered who does not speak TLS.
func noTLS(err error) bool {
	record := tls.RecordHeaderError{}
	return errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &record)
}

// explained takes what matters out of an error of the SDK, which tells every layer
// that it passed.
func explained(err error) error {
	var (
		answered smithy.APIError
		response *smithyhttp.ResponseError
		domain   *blobsight.Error
		later    *blobsight.LaterError
		dial     *net.OpError
		request  *url.Error
	)
	switch {
	case err == nil, errors.As(err, &later):
		return err
	case errors.As(err, &domain):
		e := &RekognitionError{domain.Code, domain.Detail, err}
		if errors.As(err, &answered) {
			e.Code = answered.ErrorCode()
		}
		return e
	case errors.As(err, &answered) && ofAmazon(answered.ErrorCode()):
		return &RekognitionError{answered.ErrorCode(), wordsOf(answered), err}
	case noTLS(err):
		return &RekognitionError{unknownError, "the server speaks no TLS; use http:// in place of https://", err}
	case errors.As(err, &dial):
		return dial
	case errors.As(err, &request):
		return request
	case errors.As(err, &response):
		return &RekognitionError{unknownError, fmt.Sprintf("the answer has status %d and is not one of Rekognition's; check the address", response.HTTPStatusCode()), err}
	default:
		return err
	}
}
