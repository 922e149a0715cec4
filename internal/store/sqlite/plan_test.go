package sqlite_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/store/sqlite"
)

// TestListUsesIndexes: no list reads or sorts more blobs than it returns.
func TestListUsesIndexes(t *testing.T) {
	t.Parallel()
	db := openDB(t, filepath.Join(t.TempDir(), "a.db"))
	for name, q := range map[string]blobsight.Query{
		"all":     {},
		"page":    {Before: "x"},
		"state":   {State: blobsight.StateQueued, Before: "x"},
		"expired": {State: blobsight.StateAwaitingUpload, ExpiresBefore: time.Now()},
	} {
		query, args := sqlite.ListQuery(q)
		text := plan(t, db, query, args)
		if strings.Contains(text, "TEMP B-TREE") || !strings.Contains(text, "USING INDEX") || name == "expired" && !strings.Contains(text, "blobs_by_expiry (state=? AND expires_at<?)") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestLastDeliveriesUsesIndexes: a page costs the same however long the log is.
func TestLastDeliveriesUsesIndexes(t *testing.T) {
	t.Parallel()
	db := openDB(t, filepath.Join(t.TempDir(), "a.db"))
	for name, q := range map[string]blobsight.DeliveryQuery{
		"all":    {},
		"time":   {Since: time.Now(), Until: time.Now()},
		"page":   {Before: &blobsight.Delivery{BlobID: "x", At: time.Now()}},
		"status": {Status: blobsight.CallbackExhausted, Since: time.Now(), Before: &blobsight.Delivery{BlobID: "x", At: time.Now()}},
	} {
		query, args := sqlite.LastQuery(q)
		text := plan(t, db, query, args)
		if strings.Contains(text, "TEMP B-TREE") || !strings.Contains(text, "b USING INDEX") || !strings.Contains(text, "d USING PRIMARY KEY") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// plan is how SQLite would run a query.
func plan(t *testing.T, db *sqlite.DB, query string, args []any) string {
	t.Helper()
	rows, err := db.Writer().QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "; ")
}
