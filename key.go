package blobsight

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"
)

// keyPrefix marks our API keys, so that secret scanners can find leaked ones.
const keyPrefix = "bsk_"

// Key is an API key. The key itself is shown once, when it is made; only its
// hash is kept. The key has 128 random bits or more, so a fast hash is enough.
type Key struct {
	ID        string // first characters of the key, to tell keys apart
	Name      string // what the owner calls it
	Hash      string // lower-case hex SHA-256 of the whole key
	CreatedAt time.Time
	RevokedAt time.Time // zero: in use
}

// NewKey makes a key. The second result is the key itself, to be shown once.
func NewKey(name string, now time.Time) (*Key, string) {
	token := keyPrefix + strings.ToLower(rand.Text())
	return &Key{
		ID:        keyID(token),
		Name:      name,
		Hash:      hashKey(token),
		CreatedAt: now.UTC().Truncate(time.Millisecond),
	}, token
}

func keyID(token string) string { return token[:len(keyPrefix)+8] }

func hashKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Keys decides who may call.
type Keys struct {
	Store KeyStore
	// Open says what holds until the first key is made: true lets everybody in
	// (a server on loopback), false nobody. Revoking the last key does not open
	// the server again.
	Open bool
}

// Required reports whether a request needs a key. It needs none while there never
// was one and Open is set; then anybody passes, whatever came with the request.
func (k *Keys) Required(ctx context.Context) (bool, error) {
	keys, err := k.Store.ListKeys(ctx)
	return !k.open(keys), err
}

// open reports whether anybody may call while keys are all that there ever were.
func (k *Keys) open(keys []*Key) bool { return k.Open && len(keys) == 0 }

// Authenticate checks the key that came with a request, "" for none, and gives
// its id. While none is [Keys.Required] any request passes, with an empty id;
// otherwise the error is [ErrUnauthorized].
func (k *Keys) Authenticate(ctx context.Context, token string) (keyID string, err error) {
	keys, err := k.Store.ListKeys(ctx)
	if err != nil {
		return "", err
	}
	inUse := keysInUse(keys)
	hash := []byte(hashKey(token))
	for _, key := range inUse {
		if subtle.ConstantTimeCompare(hash, []byte(key.Hash)) == 1 {
			return key.ID, nil
		}
	}
	switch {
	case k.open(keys):
		return "", nil
	case len(inUse) == 0:
		return "", errNoKeyInUse
	case token == "":
		return "", ErrUnauthorized.With("send it as \"Authorization: Bearer KEY\" or \"x-api-key: KEY\"")
	default:
		return "", ErrUnauthorized.With("the key that was sent is unknown or revoked")
	}
}

// errNoKeyInUse is the answer to everybody while all keys are revoked, or none was made.
var errNoKeyInUse = ErrUnauthorized.With("no API key is in use; make one with: blobsight keys create NAME")

// keysInUse are those of keys that are not revoked.
func keysInUse(keys []*Key) (inUse []*Key) {
	for _, key := range keys {
		if key.RevokedAt.IsZero() {
			inUse = append(inUse, key)
		}
	}
	return inUse
}
