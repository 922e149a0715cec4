package sigv4

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/smithy-go/aws-http-auth/credentials"
	"github.com/aws/smithy-go/aws-http-auth/sigv4"
	v4 "github.com/aws/smithy-go/aws-http-auth/v4"
)

// Check says whether r, which s was parsed from, is signed with secret and came
// with that body. A refusal is an [*Error]; the request stays as it is. No request
// is signed with an empty secret.
func (s *Signature) Check(r *http.Request, secret string, body []byte) error {
	if secret == "" { // anybody could sign with it
		return ErrUnknownKey
	}
	sum := sha256.Sum256(body)
	if want := r.Header.Get(headerSum); want != "" && want != hex.EncodeToString(sum[:]) {
		return invalid("The provided 'x-amz-content-sha256' header does not match what was computed.")
	}
	want, err := s.sign(r, secret, sum[:])
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(want), []byte(s.sum)) != 1 {
		return invalid("The request signature we calculated does not match the signature you provided. " +
			"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
	}
	return nil
}

// sign gives the signature that r has when it is signed with secret.
func (s *Signature) sign(r *http.Request, secret string, sum []byte) (string, error) {
	target := *r.URL
	signed := &http.Request{Method: r.Method, URL: &target, Host: r.Host, Header: http.Header{}}
	for _, name := range s.headers {
		signed.Header[http.CanonicalHeaderKey(name)] = signedValues(r, name)
	}
	signer := sigv4.New(func(o *v4.SignerOptions) { o.HeaderRules = s.headers })
	err := signer.SignRequest(&sigv4.SignRequestInput{
		Request:     signed,
		PayloadHash: sum,
		Credentials: credentials.Credentials{SecretAccessKey: secret}, // the id is not part of what is signed
		Service:     s.service,
		Region:      s.region,
		Time:        s.date,
	})
	if err != nil {
		return "", fmt.Errorf("sigv4: sign the request anew: %w", err)
	}
	_, signature, _ := strings.Cut(signed.Header.Get(headerAuthorization), "Signature=")
	return signature, nil
}
