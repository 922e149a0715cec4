package blobsight

import (
	"context"
	"time"
)

// Store keeps blobs. It holds no rule of the domain: it writes what it is
// given, compares-and-sets on the state, and enqueues jobs in the transaction
// of the write, so that either both are there after a crash or neither is.
//
// All methods may be called by many goroutines and processes at once. A write
// that returned nil is on stable storage. A missing id is [ErrBlobNotFound].
// Labels of a blob that was read are never nil.
//
// It is not for: images (see [Bucket]), API keys (see [KeyStore]).
type Store interface {
	// Create writes a new blob. An id that exists is an error and changes nothing.
	Create(ctx context.Context, b *Blob) error

	// Get reads one blob.
	Get(ctx context.Context, id string) (*Blob, error)

	// List reads a page of blobs, newest first (by id, which sorts by time);
	// with ExpiresBefore, those that ended first come first.
	List(ctx context.Context, q Query) ([]*Blob, error)

	// Update writes b and enqueues jobs in one transaction, if the stored state
	// is still from. Otherwise nothing changes and the error is [ErrStateChanged].
	Update(ctx context.Context, b *Blob, from State, jobs ...Job) error

	// Delete removes a blob and enqueues jobs in one transaction.
	Delete(ctx context.Context, id string, jobs ...Job) error
}

// Query selects blobs. The zero Query selects all.
type Query struct {
	State         State     // only in this state, when set
	Before        string    // only with an id less than this one: the last id of the page before
	ExpiresBefore time.Time // only with a link that ends before this time, when set
	Limit         int       // at most so many; 0 means 100
}

// StateCounter is a Store that can count its blobs by state. States without
// blobs may be missing.
type StateCounter interface {
	CountByState(ctx context.Context) (map[State]int64, error)
}

// KeyStore keeps API keys. Only a hash of each is kept, so a lost key cannot be
// shown again.
type KeyStore interface {
	// CreateKey writes a new key.
	CreateKey(ctx context.Context, k *Key) error
	// ListKeys reads all keys, revoked ones too, oldest first.
	ListKeys(ctx context.Context) ([]*Key, error)
	// RevokeKey marks the key as revoked. A missing id is [ErrKeyNotFound];
	// revoking again keeps the first time.
	RevokeKey(ctx context.Context, id string, at time.Time) error
}

// SecretStore keeps named secrets of the deployment, such as the one that signs upload links.
type SecretStore interface {
	// Secret reads the secret of that name. The first caller's value is kept
	// when there is none yet, and everybody gets that one.
	Secret(ctx context.Context, name string, initial []byte) ([]byte, error)
}
