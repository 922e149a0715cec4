package client

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// CallbackID is the header that is the same in every delivery of one callback:
// a receiver that has seen its value can drop the repetition.
const CallbackID = standardwebhooks.HeaderWebhookID

// secretPrefix and minSecret (bytes) are what Standard Webhooks 1.0.0 asks of a
// secret. The specification's library takes anything, even an empty secret,
// with which everybody could sign.
const (
	secretPrefix = "whsec_"
	minSecret    = 24
)

// CheckSecret says whether secret has the form of one that signs callbacks:
// "whsec_" and the base64 of at least 24 bytes. The error does not contain it.
func CheckSecret(secret string) error {
	_, err := keyOf(secret)
	return err
}

func keyOf(secret string) ([]byte, error) {
	encoded, found := strings.CutPrefix(secret, secretPrefix)
	key, err := base64.StdEncoding.DecodeString(encoded)
	if !found || err != nil || len(key) < minSecret {
		return nil, errors.New("the secret is not one for callbacks; those start with " + secretPrefix)
	}
	return key, nil
}

// VerifyCallback checks that a callback was signed with secret ("whsec_…", as
// "blobsight secrets show" prints it) within five minutes of now, and decodes it.
// body is the body of the request, byte for byte; bound its size before reading
// it. Nothing of a callback can be trusted when the error is not nil.
//
// One secret is enough while the server's secrets are rotated, as the old and the new
// one both sign for some time. [NewVerifier] is for receivers that know several.
func VerifyCallback(secret string, h http.Header, body []byte) (*Blob, error) {
	v, err := NewVerifier(secret)
	if err != nil {
		return nil, err
	}
	return v.Verify(h, body)
}

// Verifier checks callbacks that may have been signed with any of several
// secrets, such as those of several servers or API keys. It may be used by many
// goroutines at once.
type Verifier struct {
	hooks []*standardwebhooks.Webhook // one for each secret
}

// NewVerifier makes a Verifier. The error, which does not contain the secrets, says
// that there are none, or that one is none for callbacks; see [CheckSecret].
func NewVerifier(secrets ...string) (*Verifier, error) {
	if len(secrets) == 0 {
		return nil, errors.New("there is no secret to verify callbacks with")
	}
	v := &Verifier{}
	for _, secret := range secrets {
		key, err := keyOf(secret)
		if err != nil {
			return nil, err
		}
		hook, err := standardwebhooks.NewWebhookRaw(key)
		if err != nil {
			return nil, err
		}
		v.hooks = append(v.hooks, hook)
	}
	return v, nil
}

// Verify is [VerifyCallback] with any of the secrets.
func (v *Verifier) Verify(h http.Header, body []byte) (*Blob, error) {
	err := standardwebhooks.ErrNoMatchingSignature
	for _, hook := range v.hooks {
		if err = hook.Verify(body, h); !errors.Is(err, standardwebhooks.ErrNoMatchingSignature) {
			break // verified, or wrong whatever the secret
		}
	}
	if err != nil {
		return nil, errors.New(reason(err))
	}
	var b Blob
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, fmt.Errorf("signed rightly, but not a blob: %w", err)
	}
	return &b, nil
}

// reason says in plain words why a callback was refused.
func reason(err error) string {
	switch {
	case errors.Is(err, standardwebhooks.ErrRequiredHeaders):
		return "not signed"
	case errors.Is(err, standardwebhooks.ErrMessageTooOld):
		return "signed more than five minutes ago"
	case errors.Is(err, standardwebhooks.ErrMessageTooNew):
		return "signed in the future; a clock is wrong"
	case errors.Is(err, standardwebhooks.ErrNoMatchingSignature):
		return "signed with another secret, or altered"
	default:
		return "not signed as Standard Webhooks says"
	}
}
