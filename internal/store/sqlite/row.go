package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"blobsight"
)

// result is the part of a blob that is kept as JSON: it is only read and
// written whole. The field names of the domain's types are the format, so
// renaming one there asks for a migration here.
type result struct {
	Labels  []blobsight.Label  `json:"labels"`
	Image   *blobsight.Image   `json:"image,omitempty"`
	Model   *blobsight.Model   `json:"model,omitempty"`
	Failure *blobsight.Failure `json:"failure,omitempty"`
}

// blobArgs gives the values of blobColumns.
func blobArgs(b *blobsight.Blob) ([]any, error) {
	res, err := json.Marshal(result{b.Labels, b.Image, b.Model, b.Failure})
	if err != nil {
		return nil, fmt.Errorf("encode blob: %w", err)
	}
	return []any{
		b.ID, b.State, b.CallbackURL, millis(b.CreatedAt), millis(b.ExpiresAt), millis(b.UploadedAt), millis(b.FinishedAt),
		string(res), b.Callback.Status, b.Callback.Attempts, b.Callback.LastError,
		b.KeyID, millis(b.Callback.LastAt), millis(b.Callback.NextAt), b.Callback.Replays, b.Callback.Skipped,
	}, nil
}

// scanBlob reads blobColumns from a row.
func scanBlob(row interface{ Scan(...any) error }) (*blobsight.Blob, error) {
	b := &blobsight.Blob{}
	var created, expires, uploaded, finished, last, next sql.NullInt64
	var res []byte
	err := row.Scan(&b.ID, &b.State, &b.CallbackURL, &created, &expires, &uploaded, &finished,
		&res, &b.Callback.Status, &b.Callback.Attempts, &b.Callback.LastError,
		&b.KeyID, &last, &next, &b.Callback.Replays, &b.Callback.Skipped)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, blobsight.ErrBlobNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	var r result
	if err := json.Unmarshal(res, &r); err != nil {
		return nil, fmt.Errorf("decode blob %s: %w", b.ID, err)
	}
	b.CreatedAt, b.ExpiresAt, b.UploadedAt, b.FinishedAt = instant(created), instant(expires), instant(uploaded), instant(finished)
	b.Callback.LastAt, b.Callback.NextAt = instant(last), instant(next)
	b.Labels, b.Image, b.Model, b.Failure = r.Labels, r.Image, r.Model, r.Failure
	if b.Labels == nil {
		b.Labels = []blobsight.Label{}
	}
	return b, nil
}

// millis is t as it is kept: NULL for the zero time.
func millis(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func instant(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMilli(n.Int64).UTC()
}
