// Package sqlite keeps blobs, the log of their callbacks, API keys and secrets in
// one SQLite file.
//
// It uses modernc.org/sqlite, so it needs no C compiler. The file is in WAL
// mode with full synchronization: a write that returned is on stable storage.
// There is one connection for writing, which the job queue shares so that a
// blob and its job are one transaction, and several for reading; readers never
// wait for the writer.
//
// It leaves behind the file itself and, while open or after a crash, the files
// with the suffixes -wal and -shm beside it. Several processes of one machine
// may open the file at once; it must not lie on a network file system.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite"

	"blobsight"
)

// EnqueueFunc puts jobs into the queue within tx.
type EnqueueFunc func(ctx context.Context, tx *sql.Tx, jobs ...blobsight.Job) error

// DB is an open SQLite file.
type DB struct {
	write *sql.DB // one connection
	read  *sql.DB
}

// Open opens the file, makes it if it is missing, and brings its tables up to date.
func Open(ctx context.Context, path string) (*DB, error) {
	write, err := connect(path, url.Values{"_txlock": {"immediate"}})
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	db := &DB{write: write}
	if err := migrate(ctx, write); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), db.Close())
	}
	if db.read, err = connect(path, url.Values{"_pragma": {"query_only(1)"}}); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	readers := 2 * runtime.GOMAXPROCS(0)
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	return db, nil
}

func connect(path string, options url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("database path: %w", err)
	}
	for _, pragma := range []string{
		"busy_timeout(10000)", // ms; first, because switching to WAL may wait
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"fullfsync(1)", // macOS: flush the drive's cache as well
		"foreign_keys(1)",
		"cache_size(-8000)", // KiB for each connection
	} {
		options.Add("_pragma", pragma)
	}
	dsn := url.URL{Scheme: "file", Path: abs, RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return db, nil
}

// Writer is the one connection for writing. The job queue works on it too.
func (db *DB) Writer() *sql.DB { return db.write }

// Close closes all connections.
func (db *DB) Close() error {
	if db.read == nil {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// Store implements the domain's stores on a DB.
type Store struct {
	*DB
	enqueue EnqueueFunc
}

var (
	_ blobsight.Store              = (*Store)(nil)
	_ blobsight.DeliveryStore      = (*Store)(nil)
	_ blobsight.StateCounter       = (*Store)(nil)
	_ blobsight.KeyStore           = (*Store)(nil)
	_ blobsight.SecretStore        = (*Store)(nil)
	_ blobsight.SigningSecretStore = (*Store)(nil)
)

// NewStore makes a Store. Its jobs go to enqueue, in the transaction of the write.
func NewStore(db *DB, enqueue EnqueueFunc) *Store { return &Store{DB: db, enqueue: enqueue} }

// change runs fn in a transaction.
func (s *Store) change(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// Ping asks the file a question, to see whether it answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	if err := s.read.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("database does not answer: %w", err)
	}
	return nil
}
