package sigv4

import (
	"fmt"
	"strings"
)

// The types that Amazon's JSON services give errors of authentication. All are answered with status 400.
const (
	TypeMissingToken       = "MissingAuthenticationTokenException" // no Authorization header
	TypeIncomplete         = "IncompleteSignatureException"        // one that cannot be read
	TypeInvalid            = "InvalidSignatureException"           // one that does not fit the request
	TypeUnrecognizedClient = "UnrecognizedClientException"         // by nobody we know
)

// Error is a request that is refused, in Amazon's words as far as there are any.
type Error struct {
	Type    string // one of the Type constants
	Message string
}

// Error gives type and message.
func (e *Error) Error() string { return e.Type + ": " + e.Message }

// ErrUnknownKey is the answer to an access key id that is not known. [Verifier.Parse]
// knows no keys, so it is for the caller to give.
var ErrUnknownKey = &Error{TypeUnrecognizedClient, "The security token included in the request is invalid."}

func incomplete(format string, args ...any) error {
	return &Error{TypeIncomplete, fmt.Sprintf(format, args...)}
}

func invalid(format string, args ...any) error {
	return &Error{TypeInvalid, fmt.Sprintf(format, args...)}
}

// brief keeps what a stranger wrote short enough to be shown.
func brief(s string) string {
	const most = 64
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}
