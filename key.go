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
		ID:        token[:len(keyPrefix)+8],
		Name:      name,
		Hash:      hashKey(token),
		CreatedAt: now.UTC().Truncate(time.Millisecond),
	}, token
}

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

// Authenticate checks the key that came with a request, "" for none, and gives
// its id. While there never was a key and Open is set, any request passes, with
// an empty id; otherwise the error is [ErrUnauthorized].
func (k *Keys) Authenticate(ctx context.Context, token string) (keyID string, err error) {
	keys, err := k.Store.ListKeys(ctx)
	if err != nil {
		return "", err
	}
	hash, inUse := []byte(hashKey(token)), 0
	for _, key := range keys {
		if !key.RevokedAt.IsZero() {
			continue
		}
		inUse++
		if subtle.ConstantTimeCompare(hash, []byte(key.Hash)) == 1 {
			return key.ID, nil
		}
	}
	switch {
	case len(keys) == 0 && k.Open:
		return "", nil
	case inUse == 0:
		return "", ErrUnauthorized.With("no API key is in use; make one with: blobsight keys create NAME")
	case token == "":
		return "", ErrUnauthorized.With("send it as \"Authorization: Bearer KEY\" or \"x-api-key: KEY\"")
	default:
		return "", ErrUnauthorized.With("the key that was sent is unknown or revoked")
	}
}
