package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"blobsight"
	"blobsight/internal/jobs"
	"blobsight/internal/store/sqlite"
)

// Names inside the data folder.
const (
	databaseFile = "blobsight.db"
	imageFolder  = "images"
	lockFile     = "lock"
)

// uploadSecret names the secret that signs upload links.
const uploadSecret = "upload"

// Dir is the folder in use: Data, or the user's data folder.
func (d DataDir) Dir() (string, error) {
	if d.Data != "" {
		return d.Data, nil
	}
	//nolint:forbidigo // this is the one package that reads the environment
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "blobsight"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("--data (BLOBSIGHT_DATA): not set, and there is no home folder: %w", err)
	}
	return filepath.Join(home, ".local", "share", "blobsight"), nil
}

// make makes the folder, for the owner only, and gives its name.
func (d DataDir) make() (string, error) {
	dir, err := d.Dir()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("--data (BLOBSIGHT_DATA): %w", err)
	}
	if err := protect(filepath.Join(dir, databaseFile)); err != nil {
		return "", fmt.Errorf("--data (BLOBSIGHT_DATA): %w", err)
	}
	return dir, nil
}

// protect makes the database its owner's alone, since it holds secrets. SQLite
// would make it readable for everybody; the files beside it are made alike.
// A file that exists is not opened: closing it would give up SQLite's locks.
func protect(database string) error {
	f, err := os.OpenFile(database, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator says where
	if err == nil {
		return f.Close()
	}
	if !errors.Is(err, os.ErrExist) {
		return err
	}
	err = os.Chmod(database, 0o600)
	for _, beside := range []string{"-wal", "-shm"} {
		if e := os.Chmod(database+beside, 0o600); !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// lock makes this process the only server on dir.
func lock(dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, lockFile))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("another blobsight serves %s; stop it, or choose another folder with --data (BLOBSIGHT_DATA)", dir)
	}
	return l, nil
}

// Store is the database of a data folder, for commands that look into it while
// a server may be running.
type Store struct {
	*sqlite.Store
}

// OpenStore opens the database of the data folder and makes it if it is missing.
func OpenStore(ctx context.Context, d DataDir) (*Store, error) {
	dir, err := d.make()
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, filepath.Join(dir, databaseFile))
	if err != nil {
		return nil, err
	}
	return &Store{sqlite.NewStore(db, nil)}, nil
}

// Secrets gives out the secrets that sign callbacks; the first call makes one.
func (s *Store) Secrets(ctx context.Context) (*blobsight.Secrets, error) {
	secrets := &blobsight.Secrets{Store: s.Store, Now: time.Now}
	return secrets, secrets.Ensure(ctx)
}

// linkSecret reads the secret that signs upload links; the first call makes it.
func linkSecret(ctx context.Context, s *sqlite.Store) ([]byte, error) {
	initial := make([]byte, 32)
	_, _ = rand.Read(initial) // never fails
	return s.Secret(ctx, uploadSecret, initial)
}

// openQueue opens the database of dir together with the job queue in it.
func openQueue(ctx context.Context, dir string, log *slog.Logger) (*sqlite.Store, *jobs.SQLiteDriver, error) {
	db, err := sqlite.Open(ctx, filepath.Join(dir, databaseFile))
	if err != nil {
		return nil, nil, err
	}
	driver := jobs.SQLite(db.Writer())
	queue, err := jobs.NewQueue(driver, log)
	if err == nil {
		err = jobs.Migrate(ctx, driver, log)
	}
	if err == nil {
		err = jobs.Reclaim(ctx, driver)
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return sqlite.NewStore(db, queue.Enqueue), driver, nil
}
