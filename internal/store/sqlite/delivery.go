package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"blobsight"
)

const deliveryColumns = `d.blob_id, d.attempt, d.at, d.took, d.outcome, d.status, d.class, d.detail, d.excerpt, d.next_at`

// RecordDelivery implements [blobsight.DeliveryStore].
func (s *Store) RecordDelivery(ctx context.Context, b *blobsight.Blob, d *blobsight.Delivery) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if err := moveCallback(ctx, tx, b, d.Attempt-1, b.Callback.Replays); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO deliveries (blob_id, attempt, at, took, outcome, status, class, detail, excerpt, next_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			d.BlobID, d.Attempt, millis(d.At), d.Took.Milliseconds(), d.Outcome, d.Status, d.Class, d.Detail, d.Excerpt, millis(d.NextAt))
		if err != nil {
			return fmt.Errorf("insert delivery: %w", err)
		}
		return nil
	})
}

// PlanDelivery implements [blobsight.DeliveryStore].
func (s *Store) PlanDelivery(ctx context.Context, b *blobsight.Blob, jobs ...blobsight.Job) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if err := moveCallback(ctx, tx, b, b.Callback.Attempts, b.Callback.Replays-1); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, jobs...)
	})
}

// moveCallback writes where the callback of b stands, if the stored one has seen
// so many attempts and replays.
func moveCallback(ctx context.Context, tx *sql.Tx, b *blobsight.Blob, attempts, replays int) error {
	c := b.Callback
	res, err := tx.ExecContext(ctx, `UPDATE blobs SET callback_status = ?, callback_attempts = ?, callback_error = ?, callback_last_at = ?,
		callback_next_at = ?, callback_replays = ?, callback_skipped = ?
		WHERE id = ? AND callback_attempts = ? AND callback_replays = ?`,
		c.Status, c.Attempts, c.LastError, millis(c.LastAt), millis(c.NextAt), c.Replays, c.Skipped, b.ID, attempts, replays)
	if err != nil {
		return fmt.Errorf("update callback: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, missed(ctx, tx, b.ID))
	}
	return nil
}

// BlobDeliveries implements [blobsight.DeliveryStore].
func (s *Store) BlobDeliveries(ctx context.Context, blobID string, limit int) ([]*blobsight.Delivery, error) {
	return s.deliveries(ctx, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.blob_id = ? ORDER BY d.attempt DESC LIMIT ?`, blobID, limit)
}

// LastDeliveries implements [blobsight.DeliveryStore].
func (s *Store) LastDeliveries(ctx context.Context, q blobsight.DeliveryQuery) ([]*blobsight.Delivery, error) {
	query, args := lastQuery(q)
	return s.deliveries(ctx, query, args...)
}

// lastQuery is the SQL of a query and its arguments. Each order has an index.
func lastQuery(q blobsight.DeliveryQuery) (string, []any) {
	where, args := []string{"b.callback_last_at IS NOT NULL"}, []any{}
	and := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if q.Status != "" {
		and("b.callback_status = ?", q.Status)
	}
	if !q.Since.IsZero() {
		and("b.callback_last_at >= ?", ceilMillis(q.Since))
	}
	if !q.Until.IsZero() {
		and("b.callback_last_at < ?", ceilMillis(q.Until))
	}
	if q.Before != nil {
		and("(b.callback_last_at, b.id) < (?, ?)", q.Before.At.UnixMilli(), q.Before.BlobID)
	}
	limit := q.Limit
	if limit == 0 {
		limit = 100
	}
	return `SELECT ` + deliveryColumns + ` FROM blobs b CROSS JOIN deliveries d ON d.blob_id = b.id AND d.attempt = b.callback_attempts
		WHERE ` + strings.Join(where, " AND ") + ` ORDER BY b.callback_last_at DESC, b.id DESC LIMIT ?`, append(args, limit)
}

// ceilMillis is the first kept time at t or later.
func ceilMillis(t time.Time) int64 { return t.Add(time.Millisecond - time.Nanosecond).UnixMilli() }

func (s *Store) deliveries(ctx context.Context, query string, args ...any) ([]*blobsight.Delivery, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	defer rows.Close()
	list := []*blobsight.Delivery{}
	for rows.Next() {
		d, err := scanDelivery(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

func scanDelivery(rows *sql.Rows) (*blobsight.Delivery, error) {
	d := &blobsight.Delivery{}
	var at, next sql.NullInt64
	var took int64
	err := rows.Scan(&d.BlobID, &d.Attempt, &at, &took, &d.Outcome, &d.Status, &d.Class, &d.Detail, &d.Excerpt, &next)
	if err != nil {
		return nil, fmt.Errorf("read delivery: %w", err)
	}
	d.At, d.NextAt, d.Took = instant(at), instant(next), time.Duration(took)*time.Millisecond
	return d, nil
}
