package jobs

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"blobsight"
)

// announcements is how many announced jobs may be unheard. More are dropped:
// whoever hears one of them fetches all.
const announcements = 1024

// SQLiteDriver is River's driver for SQLite with another way to announce new
// jobs. River's own writes each announcement into a table and looks into it
// every 50 ms on the one connection for writing. Here the queue and the runner
// are in one process, so they share a channel: jobs start sooner, none is
// missed, and a server at rest does less (figures in bench/README.md).
//
// A job is announced before its transaction is committed. That is early enough
// and not too early: to fetch it, the runner waits for the same connection.
type SQLiteDriver struct {
	*riversqlite.Driver
	announced chan blobsight.JobKind
}

// SQLite is the queue in a SQLite file. Db must be the one connection for
// writing, as River asks for. The Queue and the Runner must share the driver.
func SQLite(db *sql.DB) *SQLiteDriver {
	return &SQLiteDriver{Driver: riversqlite.New(db), announced: make(chan blobsight.JobKind, announcements)}
}

// SupportsListenNotify implements [riverdriver.Driver]: River is to write no announcements.
func (*SQLiteDriver) SupportsListenNotify() bool { return false }

// GetListener implements [riverdriver.Driver].
func (d *SQLiteDriver) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener {
	return &listener{announced: d.announced}
}

// announce tells the runner that there is a new job.
func (d *SQLiteDriver) announce(kind blobsight.JobKind) {
	select {
	case d.announced <- kind:
	default:
	}
}

// listener implements [riverdriver.Listener] on the channel. There is nothing
// to connect to, and the one topic is that of new jobs.
type listener struct{ announced <-chan blobsight.JobKind }

func (*listener) Close(context.Context) error            { return nil }
func (*listener) Connect(context.Context) error          { return nil }
func (*listener) Listen(context.Context, string) error   { return nil }
func (*listener) Ping(context.Context) error             { return nil }
func (*listener) Schema() string                         { return "" }
func (*listener) SetAfterConnectExec(string)             {}
func (*listener) Unlisten(context.Context, string) error { return nil }

// WaitForNotification gives the next announcement in River's own form, which
// TestAnnounced holds it to.
func (l *listener) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case kind := <-l.announced:
		return &riverdriver.Notification{Topic: "river_insert", Payload: fmt.Sprintf(`{"queue":%q}`, kind)}, nil
	}
}
