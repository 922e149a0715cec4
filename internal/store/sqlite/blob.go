package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"blobsight"
)

const blobColumns = `id, state, callback_url, created_at, expires_at, uploaded_at, finished_at,
	result, callback_status, callback_attempts, callback_error, key_id, callback_last_at, callback_next_at, callback_replays, callback_skipped`

// Create implements [blobsight.Store].
func (s *Store) Create(ctx context.Context, b *blobsight.Blob) error {
	args, err := blobArgs(b)
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO blobs (`+blobColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, args...)
	if err != nil {
		return fmt.Errorf("insert blob: %w", err)
	}
	return nil
}

// Get implements [blobsight.Store].
func (s *Store) Get(ctx context.Context, id string) (*blobsight.Blob, error) {
	return scanBlob(s.read.QueryRowContext(ctx, `SELECT `+blobColumns+` FROM blobs WHERE id = ?`, id))
}

// List implements [blobsight.Store].
func (s *Store) List(ctx context.Context, q blobsight.Query) ([]*blobsight.Blob, error) {
	query, args := listQuery(q)
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list blobs: %w", err)
	}
	defer rows.Close()
	blobs := []*blobsight.Blob{}
	for rows.Next() {
		b, err := scanBlob(rows)
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, b)
	}
	return blobs, rows.Err()
}

// listQuery is the SQL of a query and its arguments. Each order has an index.
func listQuery(q blobsight.Query) (string, []any) {
	where, args, order := []string{"1"}, []any{}, "id DESC"
	if q.State != "" {
		where, args = append(where, "state = ?"), append(args, q.State)
	}
	if q.Before != "" {
		where, args = append(where, "id < ?"), append(args, q.Before)
	}
	if !q.ExpiresBefore.IsZero() {
		where, args, order = append(where, "expires_at < ?"), append(args, q.ExpiresBefore.UnixMilli()), "expires_at, id"
	}
	limit := q.Limit
	if limit == 0 {
		limit = 100
	}
	return `SELECT ` + blobColumns + ` FROM blobs WHERE ` + strings.Join(where, " AND ") + ` ORDER BY ` + order + ` LIMIT ?`, append(args, limit)
}

// Update implements [blobsight.Store].
func (s *Store) Update(ctx context.Context, b *blobsight.Blob, from blobsight.State, jobs ...blobsight.Job) error {
	args, err := blobArgs(b)
	if err != nil {
		return err
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE blobs SET state = ?2, callback_url = ?3, created_at = ?4, expires_at = ?5,
			uploaded_at = ?6, finished_at = ?7, result = ?8, callback_status = ?9, callback_attempts = ?10, callback_error = ?11,
			key_id = ?12, callback_last_at = ?13, callback_next_at = ?14, callback_replays = ?15, callback_skipped = ?16
			WHERE id = ?1 AND state = ?17`, append(args, from)...)
		if err != nil {
			return fmt.Errorf("update blob: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, missed(ctx, tx, b.ID))
		}
		return s.enqueue(ctx, tx, jobs...)
	})
}

// missed tells why an update met no row.
func missed(ctx context.Context, tx *sql.Tx, id string) error {
	var state string
	err := tx.QueryRowContext(ctx, `SELECT state FROM blobs WHERE id = ?`, id).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return blobsight.ErrBlobNotFound
	}
	return errors.Join(err, blobsight.ErrStateChanged.With("it is %s", state))
}

// Delete implements [blobsight.Store].
func (s *Store) Delete(ctx context.Context, id string, jobs ...blobsight.Job) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM blobs WHERE id = ?`, id)
		if err != nil {
			return fmt.Errorf("delete blob: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("delete blob: %w", err)
		}
		if n == 0 {
			return blobsight.ErrBlobNotFound
		}
		return s.enqueue(ctx, tx, jobs...)
	})
}

// CountByState implements [blobsight.StateCounter].
func (s *Store) CountByState(ctx context.Context) (map[blobsight.State]int64, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT state, count(*) FROM blobs GROUP BY state`)
	if err != nil {
		return nil, fmt.Errorf("count blobs: %w", err)
	}
	defer rows.Close()
	counts := map[blobsight.State]int64{}
	for rows.Next() {
		var state blobsight.State
		var n int64
		if err := rows.Scan(&state, &n); err != nil {
			return nil, fmt.Errorf("count blobs: %w", err)
		}
		counts[state] = n
	}
	return counts, rows.Err()
}
