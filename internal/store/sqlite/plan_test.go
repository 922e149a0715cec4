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
		rows, err := db.Writer().QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(plan, "; ")
		if strings.Contains(text, "TEMP B-TREE") || !strings.Contains(text, "USING INDEX") || name == "expired" && !strings.Contains(text, "blobs_by_expiry (state=? AND expires_at<?)") {
			t.Errorf("%s: %s", name, text)
		}
	}
}
