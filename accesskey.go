package blobsight

import (
	"context"
	"crypto/subtle"
	"errors"
	"regexp"
)

// AccessKey is an API key as programs that sign their requests in Amazon's way
// know it. Each API key is one in two ways:
//
//   - The access key id is the id of the key ([Key.ID], which "blobsight keys list"
//     shows), and the secret is the lower-case hex SHA-256 of the key ([Key.Hash]).
//     The key itself never travels. "blobsight keys aws" prints both. As the hash is
//     what the store keeps, whoever reads the store could sign requests, though not
//     call what asks for the key itself.
//   - Access key id and secret are both the key itself. That is simple, but then
//     the key is in a header of each request, as it is with "Authorization: Bearer KEY".
type AccessKey struct {
	KeyID  string // [Key.ID] of the API key, however it was named
	Secret string // what requests are signed with
}

// AccessKey finds the secret that belongs to an access key id, in either way that
// [AccessKey] tells of. An id that is unknown or of a revoked key is
// [ErrUnauthorized], also while no key is [Keys.Required]: there is no secret for it.
func (k *Keys) AccessKey(ctx context.Context, accessKeyID string) (*AccessKey, error) {
	keys, err := k.Store.ListKeys(ctx)
	if err != nil {
		return nil, err
	}
	inUse := keysInUse(keys)
	id, hash := []byte(accessKeyID), []byte(hashKey(accessKeyID))
	for _, key := range inUse {
		switch {
		case subtle.ConstantTimeCompare(hash, []byte(key.Hash)) == 1:
			return &AccessKey{KeyID: key.ID, Secret: accessKeyID}, nil
		case subtle.ConstantTimeCompare(id, []byte(key.ID)) == 1:
			return &AccessKey{KeyID: key.ID, Secret: key.Hash}, nil
		}
	}
	if len(inUse) == 0 {
		return nil, errNoKeyInUse
	}
	return nil, ErrUnauthorized.With("the access key id is neither a key nor the id of one, or the key is revoked; " +
		"\"blobsight keys aws\" prints what to sign with")
}

// keyPattern is the form that [NewKey] gives keys.
var keyPattern = regexp.MustCompile(`^` + keyPrefix + `[a-z2-7]{26}$`)

// NewAccessKey gives what programs sign with that have the API key token: its id
// and hash. Whether the key is in use is not looked up.
func NewAccessKey(token string) (*AccessKey, error) {
	if !keyPattern.MatchString(token) { // the error must not show what may be a secret
		return nil, errors.New("an API key is \"" + keyPrefix + "\" and 26 more characters, lower-case letters and digits from 2 to 7")
	}
	return &AccessKey{KeyID: keyID(token), Secret: hashKey(token)}, nil
}
