package rekapi

import (
	"errors"
	"net/http"

	"blobsight"
	"blobsight/internal/rekapi/sigv4"
)

// service is the name in the scope of signatures.
const service = "rekognition"

// claim is what a request says about who sent it.
type claim struct {
	signature *sigv4.Signature // nil: nobody needs to sign
	secret    string
}

// identify settles who asks, as far as that can be told without the body. While
// nobody needs an API key, anything may stand where a signature would: SDKs always
// sign, with whatever they are given.
func (h *handler) identify(r *http.Request) (*claim, error) {
	if h.Admit != nil {
		if err := h.Admit(r); err != nil {
			return nil, err
		}
	}
	required, err := h.Keys.Required(r.Context())
	if err != nil || !required {
		return &claim{}, err
	}
	verifier := sigv4.Verifier{Service: service, Region: h.Region, Now: h.Service.Now}
	signature, err := verifier.Parse(r)
	if err != nil {
		return nil, refused(err)
	}
	key, err := h.Keys.AccessKey(r.Context(), signature.AccessKeyID)
	if errors.Is(err, blobsight.ErrUnauthorized) {
		return nil, unknownKey()
	}
	if err != nil {
		return nil, err
	}
	return &claim{signature, key.Secret}, nil
}

// check holds a request with its body against what is claimed.
func (c *claim) check(r *http.Request, body []byte) error {
	if c.signature == nil {
		return nil
	}
	return refused(c.signature.Check(r, c.secret, body))
}

// unknownKey is the answer to who signs with what is no key here.
func unknownKey() error {
	e := sigv4.ErrUnknownKey
	more := " The access key id is no API key of this server, or that of one which was revoked; \"blobsight keys aws\" prints what to sign with."
	return &fault{http.StatusBadRequest, e.Type, e.Message + more, false}
}

// refused gives an error of a signature its place among Amazon's.
func refused(err error) error {
	var e *sigv4.Error
	if errors.As(err, &e) {
		return &fault{http.StatusBadRequest, e.Type, e.Message, false}
	}
	return err
}
