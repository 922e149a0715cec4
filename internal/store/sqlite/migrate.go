package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migration/*.sql
var migrations embed.FS

// migrate runs the scripts of migration/ that the file has not seen, in the
// order of their names and all in one transaction. How many it has seen is kept
// in SQLite's user_version.
func migrate(ctx context.Context, db *sql.DB) error {
	scripts, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return err
	}
	var seen int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&seen); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if seen == len(scripts) {
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer rollback(tx) //nolint:errcheck // after a commit there is nothing to roll back, and before it the first error counts
	// Another process may have been first: look again under the write lock.
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&seen); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if seen > len(scripts) {
		return fmt.Errorf("its schema version is %d, this program knows %d: it was written by a newer version", seen, len(scripts))
	}
	for _, name := range scripts[seen:] {
		script, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(scripts))); err != nil {
		return fmt.Errorf("write schema version: %w", err)
	}
	return tx.Commit()
}
