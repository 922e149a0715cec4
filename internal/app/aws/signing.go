package aws

import (
	"context"
	"errors"

	"blobsight"
	"blobsight/internal/webhook"
)

// signing reads, at each attempt, the secrets that sign the callback of a blob. The
// first callback ever makes the first secret.
func signing(s *blobsight.Secrets) func(context.Context, *blobsight.Blob) ([]webhook.Secret, error) {
	return func(ctx context.Context, b *blobsight.Blob) ([]webhook.Secret, error) {
		active, err := s.Signing(ctx, b.KeyID)
		if errors.Is(err, blobsight.ErrSecretNotFound) {
			if err := s.Ensure(ctx); err != nil {
				return nil, err
			}
			active, err = s.Signing(ctx, b.KeyID)
		}
		if err != nil {
			return nil, err
		}
		return webhook.ParseSecrets(active)
	}
}
