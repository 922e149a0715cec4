package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Secret implements [blobsight.SecretStore].
func (s *Store) Secret(ctx context.Context, name string, initial []byte) ([]byte, error) {
	value, err := s.secret(ctx, name)
	if !errors.Is(err, sql.ErrNoRows) {
		return value, err
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, initial)
	if err != nil {
		return nil, fmt.Errorf("write secret %s: %w", name, err)
	}
	return s.secret(ctx, name)
}

func (s *Store) secret(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	if err := s.read.QueryRowContext(ctx, `SELECT value FROM secrets WHERE name = ?`, name).Scan(&value); err != nil {
		return nil, fmt.Errorf("read secret %s: %w", name, err)
	}
	return value, nil
}
