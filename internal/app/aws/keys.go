package aws

import (
	"context"
	"time"

	"blobsight"
)

// key is an API key in an answer. The key itself is shown once, when it is made.
type key struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Key       string     `json:"key,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

func (a *admin) keys(ctx context.Context, o order) (any, error) {
	switch o.Keys {
	case "create":
		if err := named("name", o.Name); err != nil {
			return nil, err
		}
		k, token := blobsight.NewKey(o.Name, now())
		return key{ID: k.ID, Name: k.Name, Key: token, CreatedAt: k.CreatedAt}, a.store.CreateKey(ctx, k)
	case "list":
		return a.listKeys(ctx)
	case "revoke":
		if err := named("id", o.ID); err != nil {
			return nil, err
		}
		if err := a.store.RevokeKey(ctx, o.ID, now()); err != nil {
			return nil, err
		}
		return a.listKeys(ctx)
	default:
		return nil, unknown("keys", o.Keys, "create, list or revoke")
	}
}

func (a *admin) listKeys(ctx context.Context) ([]key, error) {
	keys, err := a.store.ListKeys(ctx)
	out := []key{}
	for _, k := range keys {
		out = append(out, key{ID: k.ID, Name: k.Name, CreatedAt: k.CreatedAt, RevokedAt: optional(k.RevokedAt)})
	}
	return out, err
}
