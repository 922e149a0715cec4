package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/store/sqlite"
	"blobsight/internal/store/storetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, open)
}

// open makes a store whose queue is a table of the same database.
func open(t *testing.T) *storetest.Harness {
	db := openDB(t, filepath.Join(t.TempDir(), "with space & 100%?.db"))
	if _, err := db.Writer().ExecContext(t.Context(), `CREATE TABLE test_jobs (kind TEXT, blob_id TEXT, replay INTEGER, priority INTEGER)`); err != nil {
		t.Fatal(err)
	}
	var refuse atomic.Bool
	enqueue := func(ctx context.Context, tx *sql.Tx, jobs ...blobsight.Job) error {
		for _, j := range jobs {
			if _, err := tx.ExecContext(ctx, `INSERT INTO test_jobs VALUES (?, ?, ?, ?)`, j.Kind, j.BlobID, j.Replay, j.Priority); err != nil {
				return err
			}
		}
		if refuse.Load() {
			return errors.New("the queue refuses")
		}
		return nil
	}
	return &storetest.Harness{
		Store:    sqlite.NewStore(db, enqueue),
		Jobs:     func(t *testing.T) []blobsight.Job { return readJobs(t, db) },
		FailJobs: func() { refuse.Store(true) },
	}
}

func openDB(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func readJobs(t *testing.T, db *sqlite.DB) []blobsight.Job {
	t.Helper()
	rows, err := db.Writer().QueryContext(t.Context(), `SELECT kind, blob_id, replay, priority FROM test_jobs ORDER BY rowid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var jobs []blobsight.Job
	for rows.Next() {
		var j blobsight.Job
		if err := rows.Scan(&j.Kind, &j.BlobID, &j.Replay, &j.Priority); err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, j)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return jobs
}

func TestDurability(t *testing.T) {
	t.Parallel()
	db := openDB(t, filepath.Join(t.TempDir(), "a.db"))
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := db.Writer().QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("PRAGMA %s is %q (%v), want %q", pragma, got, err, want)
		}
	}
}

func TestOpenAgain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	first := sqlite.NewStore(openDB(t, path), nil)
	if _, err := first.Secret(t.Context(), "s", []byte("kept")); err != nil {
		t.Fatal(err)
	}
	second := sqlite.NewStore(openDB(t, path), nil) // while the first is open, as the command line does
	if got, err := second.Secret(t.Context(), "s", []byte("new")); err != nil || string(got) != "kept" {
		t.Errorf("Secret = %q, %v", got, err)
	}
}

func TestOpenNewer(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	if _, err := openDB(t, path).Writer().ExecContext(t.Context(), "PRAGMA user_version = 1000"); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), path)
	if err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("Open of a newer file: %v", err)
	}
}

// TestMigrateSecret: the secret that signed callbacks before they could be rotated
// goes on signing.
func TestMigrateSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "old.db")
	db := openDB(t, path)
	for _, query := range []string{
		`DROP TABLE signing_secrets`, `PRAGMA user_version = 3`,
		`INSERT INTO secrets (name, value) VALUES ('callback', CAST('whsec_known' AS BLOB)), ('upload', x'00ff')`,
	} {
		if _, err := db.Writer().ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	store := sqlite.NewStore(openDB(t, path), nil)
	secrets, err := store.ListSecrets(t.Context())
	if err != nil || len(secrets) != 1 || secrets[0].Value != "whsec_known" || !secrets[0].Active(time.Now()) || len(secrets[0].ID) != 12 {
		t.Errorf("secrets are %+v (%v)", secrets, err)
	}
	if upload, err := store.Secret(t.Context(), "upload", nil); err != nil || string(upload) != "\x00\xff" {
		t.Errorf("the other secret is %q (%v)", upload, err)
	}
}
