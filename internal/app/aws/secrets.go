package aws

import (
	"context"
	"time"

	"blobsight"
)

// secret is one that signs callbacks, in an answer. Its value is told when it is shown
// or made.
type secret struct {
	ID        string     `json:"id"`
	KeyID     string     `json:"key_id,omitempty"`
	Secret    string     `json:"secret,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	EndsAt    *time.Time `json:"ends_at,omitempty"`
}

// defaultGrace is how long the secrets before go on signing, as on one machine.
const defaultGrace = 24 * time.Hour

func (a *admin) secrets(ctx context.Context, o order) (any, error) {
	all := &blobsight.Secrets{Store: a.store, Now: time.Now}
	if err := all.Ensure(ctx); err != nil {
		return nil, err
	}
	switch o.Secrets {
	case "list":
		return a.listSecrets(ctx)
	case "show":
		signing, err := all.Signing(ctx, o.KeyID)
		if err != nil {
			return nil, err
		}
		return shown(signing[0]), nil
	case "rotate":
		grace := defaultGrace
		if o.Grace != "" {
			d, err := time.ParseDuration(o.Grace)
			if err != nil || d < 0 {
				return nil, blobsight.ErrInvalidRequest.With("grace is %q; it must be a time such as 24h", o.Grace)
			}
			grace = d
		}
		fresh, err := all.Rotate(ctx, o.KeyID, grace)
		if err != nil {
			return nil, err
		}
		return shown(fresh), nil
	case "revoke":
		if err := named("id", o.ID); err != nil {
			return nil, err
		}
		if err := all.Revoke(ctx, o.ID); err != nil {
			return nil, err
		}
		return a.listSecrets(ctx)
	default:
		return nil, unknown("secrets", o.Secrets, "show, list, rotate or revoke")
	}
}

func (a *admin) listSecrets(ctx context.Context) ([]secret, error) {
	all, err := a.store.ListSecrets(ctx)
	out := []secret{}
	for _, s := range all {
		one := shown(s)
		one.Secret = ""
		out = append(out, one)
	}
	return out, err
}

func shown(s *blobsight.SigningSecret) secret {
	return secret{ID: s.ID, KeyID: s.KeyID, Secret: s.Value, CreatedAt: s.CreatedAt, EndsAt: optional(s.EndsAt)}
}
