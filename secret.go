package blobsight

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

const (
	// signingPrefix marks symmetric secrets, as Standard Webhooks 1.0.0 says.
	signingPrefix = "whsec_"
	// signingBytes is the length of a secret; the specification allows 24 to 64.
	signingBytes = 32
	// secretIDPrefix marks the names of secrets, which may be shown.
	secretIDPrefix = "whs_"
)

// SigningSecret signs callbacks. While one is being replaced, the old and the new
// one both sign, so that receivers can change over at their leisure.
type SigningSecret struct {
	ID        string    // names the secret without telling it
	KeyID     string    // the API key whose blobs it signs for; empty: the deployment's
	Value     string    // "whsec_…" and base64; empty once it was revoked
	CreatedAt time.Time // UTC, milliseconds, as the next
	EndsAt    time.Time // it signs until then; zero: no end is planned
}

// Active reports whether the secret signs at the time now.
func (s *SigningSecret) Active(now time.Time) bool {
	return s.Value != "" && (s.EndsAt.IsZero() || now.Before(s.EndsAt))
}

// newSigningSecret makes a secret for the blobs of an API key, or for all others.
func newSigningSecret(keyID string, now time.Time) *SigningSecret {
	random := make([]byte, signingBytes)
	_, _ = rand.Read(random) // never fails: it ends the program instead
	return &SigningSecret{
		ID:        secretIDPrefix + strings.ToLower(rand.Text())[:8],
		KeyID:     keyID,
		Value:     signingPrefix + base64.StdEncoding.EncodeToString(random),
		CreatedAt: now.UTC().Truncate(time.Millisecond),
	}
}

// SigningSecretStore keeps the secrets that sign callbacks.
type SigningSecretStore interface {
	// EnsureSecret writes s unless the deployment has a secret already, revoked
	// ones included. Of many who try at once, one writes.
	EnsureSecret(ctx context.Context, s *SigningSecret) error

	// ListSecrets reads all secrets, oldest first.
	ListSecrets(ctx context.Context) ([]*SigningSecret, error)

	// RotateSecret writes s and lets all others of the same KeyID end at the time
	// endsAt, those that end sooner excepted, in one transaction. The values of all
	// that have ended when s was made are forgotten.
	RotateSecret(ctx context.Context, s *SigningSecret, endsAt time.Time) error

	// RevokeSecret ends a secret at the time at, unless it ended before, and
	// forgets its value. A missing id is [ErrSecretNotFound].
	RevokeSecret(ctx context.Context, id string, at time.Time) error
}

// Secrets decides which secrets sign a callback.
type Secrets struct {
	Store SigningSecretStore
	Now   func() time.Time
}

// Ensure makes the deployment's first secret, unless there is one.
func (s *Secrets) Ensure(ctx context.Context) error {
	return s.Store.EnsureSecret(ctx, newSigningSecret("", s.Now()))
}

// Signing gives the secrets that sign for the blobs of an API key, the newest
// first: its own while it has any, else the deployment's. An empty keyID stands
// for blobs that were made without a key. There is always one.
func (s *Secrets) Signing(ctx context.Context, keyID string) ([]*SigningSecret, error) {
	all, err := s.Store.ListSecrets(ctx)
	if err != nil {
		return nil, err
	}
	if own := s.active(all, keyID); keyID != "" && len(own) > 0 {
		return own, nil
	}
	if shared := s.active(all, ""); len(shared) > 0 {
		return shared, nil
	}
	return nil, ErrSecretNotFound.With("no secret signs callbacks; make one with: blobsight secrets rotate")
}

// active gives those of one key that sign now, the newest first.
func (s *Secrets) active(all []*SigningSecret, keyID string) []*SigningSecret {
	var out []*SigningSecret
	for _, secret := range slices.Backward(all) {
		if secret.KeyID == keyID && secret.Active(s.Now()) {
			out = append(out, secret)
		}
	}
	return out
}

// Rotate makes a new secret for an API key or, with an empty keyID, for the
// deployment. The ones that signed before go on signing for the time grace; before
// a key's first secret, those are the deployment's.
func (s *Secrets) Rotate(ctx context.Context, keyID string, grace time.Duration) (*SigningSecret, error) {
	fresh := newSigningSecret(keyID, s.Now())
	end := fresh.CreatedAt.Add(grace)
	if keyID != "" && grace > 0 {
		if err := s.lend(ctx, keyID, end); err != nil {
			return nil, err
		}
	}
	if keyID == "" && grace == 0 {
		if err := s.callIn(ctx, fresh.CreatedAt); err != nil {
			return nil, err
		}
	}
	if err := s.Store.RotateSecret(ctx, fresh, end); err != nil {
		return nil, err
	}
	return fresh, nil
}

// callIn revokes what was lent to keys of the deployment's secrets.
func (s *Secrets) callIn(ctx context.Context, at time.Time) error {
	all, err := s.Store.ListSecrets(ctx)
	if err != nil {
		return err
	}
	for _, shared := range s.active(all, "") {
		for _, lent := range sameValue(all, shared.ID) {
			if err := s.Store.RevokeSecret(ctx, lent, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// lend gives a key without secrets of its own copies of the deployment's, which
// sign for it until the time end.
func (s *Secrets) lend(ctx context.Context, keyID string, end time.Time) error {
	signing, err := s.Signing(ctx, keyID)
	if err != nil {
		return err
	}
	for _, shared := range slices.Backward(signing) {
		if shared.KeyID != "" {
			continue
		}
		lent := newSigningSecret(keyID, shared.CreatedAt)
		lent.Value, lent.EndsAt = shared.Value, end
		if !shared.EndsAt.IsZero() && shared.EndsAt.Before(end) {
			lent.EndsAt = shared.EndsAt
		}
		if err := s.Store.RotateSecret(ctx, lent, end); err != nil {
			return err
		}
	}
	return nil
}

// Revoke makes a secret worthless at once, for whomever it signs. The only one that
// signs for the deployment without an end cannot be revoked, since sooner or later
// nothing would sign callbacks: [ErrLastSecret].
func (s *Secrets) Revoke(ctx context.Context, id string) error {
	all, err := s.Store.ListSecrets(ctx)
	if err != nil {
		return err
	}
	going := append(sameValue(all, id), id)
	if !slices.ContainsFunc(s.active(all, ""), func(shared *SigningSecret) bool {
		return shared.EndsAt.IsZero() && !slices.Contains(going, shared.ID)
	}) {
		return ErrLastSecret.With("replace it with: blobsight secrets rotate --grace 0s")
	}
	at := s.Now().UTC().Truncate(time.Millisecond)
	for _, secret := range going {
		if err := s.Store.RevokeSecret(ctx, secret, at); err != nil {
			return err
		}
	}
	return nil
}

// sameValue gives the ids of the other secrets with the value of id: what was lent
// to a key, or whom it was lent from.
func sameValue(all []*SigningSecret, id string) (ids []string) {
	value := ""
	for _, s := range all {
		if s.ID == id {
			value = s.Value
		}
	}
	for _, s := range all {
		if s.ID != id && s.Value != "" && s.Value == value {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
