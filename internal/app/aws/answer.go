package aws

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"blobsight/api"
)

// maxAnswer is what Lambda takes as an answer, in bytes, with some room for the
// envelope, in which some characters take more than one.
const maxAnswer = 6<<20 - 512<<10

// answer keeps what the routes write until it is complete.
type answer struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	flushed int
	enough  func() // ends the request
}

func newAnswer(enough func()) *answer { return &answer{header: http.Header{}, enough: enough} }

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// Flush is called by streams after each of their parts. The first is their
// beginning; with the second there is something to be told.
func (a *answer) Flush() {
	if a.flushed++; a.flushed > 1 {
		a.enough()
	}
}

// response is the answer as API Gateway takes it.
func (a *answer) response() events.APIGatewayV2HTTPResponse {
	a.WriteHeader(http.StatusOK)
	out := events.APIGatewayV2HTTPResponse{StatusCode: a.status, Headers: map[string]string{}}
	for name, values := range a.header {
		out.Headers[name] = strings.Join(values, ", ")
	}
	if out.Body = a.body.String(); !utf8.ValidString(out.Body) {
		out.Body, out.IsBase64Encoded = base64.StdEncoding.EncodeToString(a.body.Bytes()), true
	}
	if len(out.Body) > maxAnswer {
		return refusal(http.StatusBadRequest, "invalid_request", "Invalid request", "the answer would be larger than what AWS Lambda allows; ask for less, such as with a smaller limit")
	}
	return out
}

// refusal is an error in the form of the contract.
func refusal(status int, code, message, detail string) events.APIGatewayV2HTTPResponse {
	body, _ := api.Encode(api.Error{Error: message, Code: code, Detail: &detail}) // texts can be encoded
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: map[string]string{"Content-Type": "application/json"}, Body: string(body)}
}
