package sigv4

import (
	"net/http"
	"net/url"
	"time"
)

// Verifier verifies requests to one service in one region.
type Verifier struct {
	Service string           // such as "rekognition"
	Region  string           // such as "us-east-1"; there is none that stands for all
	Now     func() time.Time // the clock that signatures are held to
}

// Signature is what a request says of its signature. That it is true is for [Signature.Check] to say.
type Signature struct {
	AccessKeyID string // whose secret the request claims to be signed with; without "/"

	service, region string
	date            time.Time
	headers         signedHeaders
	sum             string // 64 hex digits
}

// Parse reads the signature of a request, and refuses what no secret could make
// right: every error is an [*Error]. It does not touch the body.
func (v *Verifier) Parse(r *http.Request) (*Signature, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil { // what cannot be read would not be signed either
		return nil, invalid("The query string cannot be parsed: leave it out.")
	}
	a, err := readAuthorization(r.Header, query)
	if err != nil {
		return nil, err
	}
	date, err := v.readDate(r.Header)
	if err != nil {
		return nil, err
	}
	if r.Header.Values(headerSession) != nil {
		return nil, &Error{TypeUnrecognizedClient, ErrUnknownKey.Message +
			" Keys here have no session token: unset AWS_SESSION_TOKEN."}
	}
	if err := v.checkScope(a.scope, date); err != nil {
		return nil, err
	}
	s := &Signature{AccessKeyID: a.keyID, service: v.Service, region: v.Region, date: date, headers: a.headers, sum: a.sum}
	if err := s.checkHeaders(r); err != nil {
		return nil, err
	}
	return s, nil
}
