package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"blobsight"
)

// CreateKey implements [blobsight.KeyStore].
func (s *Store) CreateKey(ctx context.Context, k *blobsight.Key) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO api_keys (id, name, hash, created_at, revoked_at) VALUES (?, ?, ?, ?, ?)`,
		k.ID, k.Name, k.Hash, millis(k.CreatedAt), millis(k.RevokedAt))
	if err != nil {
		return fmt.Errorf("insert API key: %w", err)
	}
	return nil
}

// ListKeys implements [blobsight.KeyStore].
func (s *Store) ListKeys(ctx context.Context) ([]*blobsight.Key, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, name, hash, created_at, revoked_at FROM api_keys ORDER BY created_at, id`)
	if err != nil {
		return nil, fmt.Errorf("list API keys: %w", err)
	}
	defer rows.Close()
	keys := []*blobsight.Key{}
	for rows.Next() {
		k := &blobsight.Key{}
		var created, revoked sql.NullInt64
		if err := rows.Scan(&k.ID, &k.Name, &k.Hash, &created, &revoked); err != nil {
			return nil, fmt.Errorf("read API key: %w", err)
		}
		k.CreatedAt, k.RevokedAt = instant(created), instant(revoked)
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

// RevokeKey implements [blobsight.KeyStore].
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	res, err := s.write.ExecContext(ctx, `UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?`, millis(at), id)
	if err != nil {
		return fmt.Errorf("revoke API key: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, blobsight.ErrKeyNotFound.With("%s", id))
	}
	return nil
}
