package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"blobsight"
)

const signingColumns = `id, key_id, value, created_at, ends_at`

// EnsureSecret implements [blobsight.SigningSecretStore].
func (s *Store) EnsureSecret(ctx context.Context, secret *blobsight.SigningSecret) error {
	var known bool
	if err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM signing_secrets WHERE key_id = '')`).Scan(&known); err != nil {
		return fmt.Errorf("look for signing secrets: %w", err)
	}
	if known {
		return nil
	}
	_, err := s.write.ExecContext(ctx, `INSERT INTO signing_secrets (`+signingColumns+`)
		SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM signing_secrets WHERE key_id = '')`, signingArgs(secret)...)
	if err != nil {
		return fmt.Errorf("insert signing secret: %w", err)
	}
	return nil
}

// ListSecrets implements [blobsight.SigningSecretStore].
func (s *Store) ListSecrets(ctx context.Context) ([]*blobsight.SigningSecret, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+signingColumns+` FROM signing_secrets ORDER BY created_at, id`)
	if err != nil {
		return nil, fmt.Errorf("list signing secrets: %w", err)
	}
	defer rows.Close()
	list := []*blobsight.SigningSecret{}
	for rows.Next() {
		secret := &blobsight.SigningSecret{}
		var created, ends sql.NullInt64
		if err := rows.Scan(&secret.ID, &secret.KeyID, &secret.Value, &created, &ends); err != nil {
			return nil, fmt.Errorf("read signing secret: %w", err)
		}
		secret.CreatedAt, secret.EndsAt = instant(created), instant(ends)
		list = append(list, secret)
	}
	return list, rows.Err()
}

// RotateSecret implements [blobsight.SigningSecretStore].
func (s *Store) RotateSecret(ctx context.Context, secret *blobsight.SigningSecret, endsAt time.Time) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE signing_secrets SET ends_at = ?1 WHERE key_id = ?2 AND (ends_at IS NULL OR ends_at > ?1)`,
			millis(endsAt), secret.KeyID)
		if err != nil {
			return fmt.Errorf("end signing secrets: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO signing_secrets (`+signingColumns+`) VALUES (?, ?, ?, ?, ?)`, signingArgs(secret)...)
		if err != nil {
			return fmt.Errorf("insert signing secret: %w", err)
		}
		if _, err = tx.ExecContext(ctx, `UPDATE signing_secrets SET value = '' WHERE ends_at <= ?`, millis(secret.CreatedAt)); err != nil {
			return fmt.Errorf("forget signing secrets: %w", err)
		}
		return nil
	})
}

// RevokeSecret implements [blobsight.SigningSecretStore].
func (s *Store) RevokeSecret(ctx context.Context, id string, at time.Time) error {
	res, err := s.write.ExecContext(ctx, `UPDATE signing_secrets SET value = '', ends_at = min(coalesce(ends_at, ?1), ?1) WHERE id = ?2`, millis(at), id)
	if err != nil {
		return fmt.Errorf("revoke signing secret: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, blobsight.ErrSecretNotFound.With("%s", id))
	}
	return nil
}

func signingArgs(s *blobsight.SigningSecret) []any {
	return []any{s.ID, s.KeyID, s.Value, millis(s.CreatedAt), millis(s.EndsAt)}
}
