package dynamo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

const signingPartition = "SIGNING"

// signingItem is a secret that signs callbacks; the sort key is its id.
type signingItem struct {
	key
	KeyID     string `dynamodbav:"key_id,omitempty"`
	Value     string `dynamodbav:"secret_value,omitempty"`
	CreatedAt int64  `dynamodbav:"created_at"` // Unix milliseconds, as the next
	EndsAt    int64  `dynamodbav:"ends_at,omitempty"`
}

// versionItem counts the changes of the signing secrets. Each change is made only if
// the count is still the one of before, as it concerns several items.
type versionItem struct {
	key
	Version int64 `dynamodbav:"changes"`
}

func versionKey() key { return key{"SIGNING#VERSION", "VERSION"} }

// EnsureSecret implements [blobsight.SigningSecretStore].
func (s *Store) EnsureSecret(ctx context.Context, secret *blobsight.SigningSecret) error {
	return s.changeSecrets(ctx, func(stored []signingItem) ([]signingItem, error) {
		if slices.ContainsFunc(stored, func(i signingItem) bool { return i.KeyID == "" }) {
			return nil, nil
		}
		return []signingItem{signing(secret)}, nil
	})
}

// ListSecrets implements [blobsight.SigningSecretStore].
func (s *Store) ListSecrets(ctx context.Context) ([]*blobsight.SigningSecret, error) {
	items, err := partition[signingItem](ctx, s, signingPartition)
	if err != nil {
		return nil, fmt.Errorf("list signing secrets: %w", err)
	}
	slices.SortStableFunc(items, func(a, b signingItem) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) })
	list := []*blobsight.SigningSecret{}
	for _, i := range items {
		list = append(list, &blobsight.SigningSecret{
			ID: i.SK, KeyID: i.KeyID, Value: i.Value, CreatedAt: instant(i.CreatedAt), EndsAt: instant(i.EndsAt),
		})
	}
	return list, nil
}

// RotateSecret implements [blobsight.SigningSecretStore].
func (s *Store) RotateSecret(ctx context.Context, secret *blobsight.SigningSecret, endsAt time.Time) error {
	end, now := millis(endsAt), millis(secret.CreatedAt)
	return s.changeSecrets(ctx, func(stored []signingItem) ([]signingItem, error) {
		changed := []signingItem{signing(secret)}
		for _, i := range stored {
			if i.SK == secret.ID {
				return nil, fmt.Errorf("signing secret %s exists already", i.SK)
			}
			before := i
			if i.KeyID == secret.KeyID && (i.EndsAt == 0 || i.EndsAt > end) {
				i.EndsAt = end
			}
			if i.EndsAt != 0 && i.EndsAt <= now {
				i.Value = ""
			}
			if i != before {
				changed = append(changed, i)
			}
		}
		return changed, nil
	})
}

// RevokeSecret implements [blobsight.SigningSecretStore].
func (s *Store) RevokeSecret(ctx context.Context, id string, at time.Time) error {
	return s.changeSecrets(ctx, func(stored []signingItem) ([]signingItem, error) {
		for _, i := range stored {
			if i.SK == id {
				i.Value = ""
				if i.EndsAt == 0 || i.EndsAt > millis(at) {
					i.EndsAt = millis(at)
				}
				return []signingItem{i}, nil
			}
		}
		return nil, blobsight.ErrSecretNotFound.With("%s", id)
	})
}

func signing(secret *blobsight.SigningSecret) signingItem {
	return signingItem{
		key: key{signingPartition, secret.ID}, KeyID: secret.KeyID, Value: secret.Value,
		CreatedAt: millis(secret.CreatedAt), EndsAt: millis(secret.EndsAt),
	}
}

// changeSecrets writes what change makes of the signing secrets, in one transaction
// and as if nobody else changed any meanwhile: whoever is late looks again. Of one change
// there are fewer than 100 secrets.
func (s *Store) changeSecrets(ctx context.Context, change func([]signingItem) ([]signingItem, error)) error {
	for {
		version, err := s.get(ctx, versionKey()) // before the secrets: what is read is as new as that, or newer
		if err != nil {
			return fmt.Errorf("read signing secrets: %w", err)
		}
		stored, err := partition[signingItem](ctx, s, signingPartition)
		if err != nil {
			return fmt.Errorf("read signing secrets: %w", err)
		}
		changed, err := change(stored)
		if err != nil || len(changed) == 0 {
			return err
		}
		actions, err := s.secretActions(version, changed)
		if err != nil {
			return err
		}
		err = s.transact(ctx, actions...)
		if _, late := refused(err, 0); late {
			continue
		}
		if err != nil {
			return fmt.Errorf("write signing secrets: %w", err)
		}
		return nil
	}
}

// secretActions are the actions that count a change and write its secrets.
func (s *Store) secretActions(version attributes, changed []signingItem) ([]types.TransactWriteItem, error) {
	was := versionItem{key: versionKey()}
	if err := decode(version, &was); err != nil {
		return nil, err
	}
	condition, values := absent, attributes(nil)
	if version != nil {
		condition, values = "changes = :was", attributes{":was": number(was.Version)}
	}
	was.Version++
	next, err := encode(was)
	if err != nil {
		return nil, err
	}
	actions := []types.TransactWriteItem{s.put(next, condition, values)}
	for _, i := range changed {
		item, err := encode(i)
		if err != nil {
			return nil, err
		}
		actions = append(actions, s.put(item, "", nil))
	}
	return actions, nil
}
