package jobs

import (
	"database/sql"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// SQLite is the queue in a SQLite file. Db must be the one connection for
// writing, as River asks for.
func SQLite(db *sql.DB) riverdriver.Driver[*sql.Tx] { return riversqlite.New(db) }
