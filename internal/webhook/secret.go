package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"blobsight"
)

const (
	// secretPrefix marks symmetric secrets, as Standard Webhooks 1.0.0 says.
	secretPrefix = "whsec_"
	// minSecretBytes and maxSecretBytes are the lengths that the specification allows.
	minSecretBytes, maxSecretBytes = 24, 64
)

// Secret is a key that signs callbacks. It prints as "whsec_…" so that it does
// not end up in logs; [Secret.Reveal] gives its text. The zero Secret is invalid.
type Secret struct{ key []byte }

// ParseSecret reads the text of a secret: "whsec_" and the base64 of 24 to 64
// bytes. The error does not contain the text.
func ParseSecret(text string) (Secret, error) {
	encoded, found := strings.CutPrefix(text, secretPrefix)
	if !found {
		return Secret{}, errors.New("webhook secret must start with " + secretPrefix)
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return Secret{}, fmt.Errorf("webhook secret must be standard base64 after %s", secretPrefix)
	}
	if len(key) < minSecretBytes || len(key) > maxSecretBytes {
		return Secret{}, fmt.Errorf("webhook secret must hold %d to %d bytes, this one holds %d", minSecretBytes, maxSecretBytes, len(key))
	}
	return Secret{key: key}, nil
}

// ParseSecrets reads the values of secrets that sign, in their order.
func ParseSecrets(signing []*blobsight.SigningSecret) ([]Secret, error) {
	secrets := make([]Secret, len(signing))
	for i, s := range signing {
		var err error
		if secrets[i], err = ParseSecret(s.Value); err != nil {
			return nil, err
		}
	}
	return secrets, nil
}

// Reveal gives the text of the secret, which [ParseSecret] reads and every
// Standard Webhooks library accepts.
func (s Secret) Reveal() string {
	return secretPrefix + base64.StdEncoding.EncodeToString(s.key)
}

// String hides the secret from logs and error texts.
func (s Secret) String() string { return secretPrefix + "…" }

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }
