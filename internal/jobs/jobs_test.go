package jobs_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"blobsight"
	"blobsight/internal/bucket/disk"
	"blobsight/internal/jobs"
	"blobsight/internal/store/sqlite"
)

// bench is a Service whose jobs run on River in a real database. The
// recognizer and the notifier do what the test says.
type bench struct {
	*blobsight.Service
	t         *testing.T
	db        *sqlite.DB
	driver    *jobs.SQLiteDriver
	store     *sqlite.Store
	schedules jobs.Schedules
	poll      time.Duration
	recognize func(ctx context.Context, key string) error
	notify    func(ctx context.Context) error
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "a.db"))
	check(t, err)
	t.Cleanup(func() { db.Close() })
	b := &bench{
		t: t, db: db, schedules: jobs.DefaultSchedules(), poll: 20 * time.Millisecond,
		recognize: func(context.Context, string) error { return nil },
		notify:    func(context.Context) error { return nil },
	}
	b.schedules.Recognize = blobsight.Schedule{0, time.Millisecond, time.Millisecond}
	b.schedules.Notify = b.schedules.Recognize
	b.driver = jobs.SQLite(db.Writer())
	check(t, jobs.Migrate(t.Context(), b.driver, silent()))
	queue, err := jobs.NewQueue(b.driver, silent())
	check(t, err)
	b.store = sqlite.NewStore(db, queue.Enqueue)
	bucket, err := disk.Open(filepath.Join(dir, "images"), disk.Config{
		PublicURL: &url.URL{Scheme: "http", Host: "images.example.com"}, Secret: []byte(strings.Repeat("s", 32)),
	})
	check(t, err)
	t.Cleanup(func() { bucket.Close() })
	b.Service, err = blobsight.NewService(blobsight.Config{
		Store: b.store, Deliveries: b.store, Bucket: bucket, Recognizer: recognizer{b}, Notifier: notifier{b}, Observer: observer{},
		Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		UploadTTL: time.Minute, MaxUploadBytes: 100, Schedule: b.schedules.Recognize, Defaults: blobsight.RecognizeOptions{MaxLabels: 1},
	})
	check(t, err)
	return b
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

// run starts a runner; the test's end stops it.
func (b *bench) run(recognizers, notifiers int) *jobs.Runner[*sql.Tx] {
	b.t.Helper()
	r, err := jobs.NewRunner(b.driver, jobs.RunnerConfig{
		Service: b.Service, Schedules: b.schedules, Log: silent(),
		Recognizers: recognizers, Notifiers: notifiers, ExpireEvery: time.Hour, NotifyTimeout: time.Minute, PollEvery: b.poll,
	})
	check(b.t, err)
	check(b.t, r.Start(b.t.Context()))
	b.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		check(b.t, r.Stop(ctx))
	})
	return r
}

// upload makes a blob with a picture.
func (b *bench) upload(callbackURL string) string {
	b.t.Helper()
	blob, link, err := b.Create(b.t.Context(), blobsight.Order{CallbackURL: callbackURL})
	check(b.t, err)
	u, err := url.Parse(link)
	check(b.t, err)
	_, err = b.Upload(b.t.Context(), blob.ID, u.Query(), strings.NewReader("picture"))
	check(b.t, err)
	return blob.ID
}

// await polls until the blob is as the test wants it.
func (b *bench) await(id string, ok func(*blobsight.Blob) bool) *blobsight.Blob {
	b.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		blob, err := b.Get(b.t.Context(), id)
		check(b.t, err)
		if ok(blob) {
			return blob
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("blob stays as it is: %+v", blob)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func state(s blobsight.State) func(*blobsight.Blob) bool {
	return func(b *blobsight.Blob) bool { return b.State == s }
}

func callback(s blobsight.CallbackStatus) func(*blobsight.Blob) bool {
	return func(b *blobsight.Blob) bool { return b.Callback.Status == s }
}

type recognizer struct{ b *bench }

func (r recognizer) Recognize(ctx context.Context, p blobsight.Picture, _ blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	if err := r.b.recognize(ctx, p.Key); err != nil {
		return nil, err
	}
	return &blobsight.Recognition{Labels: []blobsight.Label{}, Image: blobsight.Image{Format: "png"}}, nil
}
func (recognizer) Vocabulary() []blobsight.Concept { return nil }
func (recognizer) Model() blobsight.Model          { return blobsight.Model{} }

type notifier struct{ b *bench }

// Notify takes an error that is no LaterError for a failed attempt.
func (n notifier) Notify(ctx context.Context, _ *blobsight.Blob) (blobsight.Receipt, error) {
	err := n.b.notify(ctx)
	if errors.Is(err, errFlaky) {
		return blobsight.Receipt{Status: 500, Class: blobsight.FailureStatus, Detail: err.Error()}, nil
	}
	return blobsight.Receipt{Status: 204}, err
}
func (notifier) Outlook(string) blobsight.Priority { return blobsight.PriorityNormal }

type observer struct{}

func (observer) ObserveStage(blobsight.Stage, string, time.Duration) {}

// counter counts calls by many goroutines.
type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) next() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

var errFlaky = errors.New("not this time")

// TestAnnounced: new jobs do not wait for the next poll, of which there is none here.
func TestAnnounced(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.poll = time.Hour
	b.run(1, 1)
	for range 20 {
		b.await(b.upload("https://example.com/"), callback(blobsight.CallbackDelivered))
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var looks, calls counter
	b.recognize = func(context.Context, string) error {
		if looks.next() < 3 {
			return errFlaky
		}
		return nil
	}
	b.notify = func(context.Context) error {
		if calls.next() < 3 {
			return errFlaky
		}
		return nil
	}
	id := b.upload("https://example.com/")
	b.run(1, 1)
	blob := b.await(id, callback(blobsight.CallbackDelivered))
	if blob.State != blobsight.StateRecognized || blob.Callback.Attempts != 3 || looks.n != 3 {
		t.Errorf("%s after %d looks, callback %+v", blob.State, looks.n, blob.Callback)
	}
}

func TestGivesUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.recognize = func(context.Context, string) error { return errFlaky }
	b.notify = func(context.Context) error { return errFlaky }
	id := b.upload("https://example.com/")
	b.run(1, 1)
	blob := b.await(id, callback(blobsight.CallbackExhausted))
	if blob.State != blobsight.StateFailed || blob.Failure.Code != blobsight.CodeRecognizerError || blob.Callback.Attempts != 3 {
		t.Errorf("%s (%+v), callback %+v", blob.State, blob.Failure, blob.Callback)
	}
}

// TestKindsDoNotWaitForEachOther: with every callback stuck, recognition goes on.
func TestKindsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := make(chan struct{})
	b.notify = func(context.Context) error { <-release; return nil }
	stuck := b.upload("https://dead.example.com/")
	b.run(1, 1)
	t.Cleanup(func() { close(release) }) // before the runner is stopped, which waits for what runs
	b.await(stuck, state(blobsight.StateRecognized))
	b.await(b.upload("https://example.com/"), state(blobsight.StateRecognized))
	b.await(b.upload(""), state(blobsight.StateRecognized))
}

// TestLater: work that could not begin comes back, and that was no attempt.
func TestLater(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var calls counter
	b.notify = func(context.Context) error {
		if calls.next() <= 5 { // more than the schedule has attempts
			return &blobsight.LaterError{After: time.Millisecond, Reason: "busy"}
		}
		return nil
	}
	id := b.upload("https://example.com/")
	b.run(1, 1)
	if blob := b.await(id, callback(blobsight.CallbackDelivered)); blob.Callback.Attempts != 1 {
		t.Errorf("callback is %+v, want one attempt", blob.Callback)
	}
}

// TestPriority: of callbacks that are due, those to hosts that are known go first.
func TestPriority(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	queue, err := jobs.NewQueue(b.driver, silent())
	check(t, err)
	tx, err := b.db.Writer().BeginTx(t.Context(), nil)
	check(t, err)
	for _, p := range []blobsight.Priority{blobsight.PriorityLowest, blobsight.PriorityLow, blobsight.PriorityNormal} {
		check(t, queue.Enqueue(t.Context(), tx, blobsight.Job{Kind: blobsight.JobNotify, BlobID: "x", Priority: p, Replay: int(p)}))
	}
	check(t, tx.Commit())
	rows, err := b.db.Writer().QueryContext(t.Context(), `SELECT priority, json(args) FROM river_job ORDER BY priority`)
	check(t, err)
	defer rows.Close()
	var got []string
	for rows.Next() {
		var priority, args string
		check(t, rows.Scan(&priority, &args))
		got = append(got, priority+" "+args)
	}
	check(t, rows.Err())
	want := []string{`1 {"blob_id":"x"}`, `2 {"blob_id":"x","replay":1}`, `3 {"blob_id":"x","replay":2}`}
	if !slices.Equal(got, want) {
		t.Errorf("jobs are %q, want %q", got, want)
	}
}

// TestReplay: a callback that was given up is made again, in a job of its own.
func TestReplay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var calls counter
	b.notify = func(context.Context) error {
		if calls.next() <= len(b.schedules.Recognize) {
			return errFlaky
		}
		return nil
	}
	id := b.upload("https://example.com/")
	b.run(1, 1)
	b.await(id, callback(blobsight.CallbackExhausted))
	_, err := b.Replay(t.Context(), id)
	check(t, err)
	blob := b.await(id, callback(blobsight.CallbackDelivered))
	if blob.Callback.Attempts != 4 || blob.Callback.Replays != 1 {
		t.Errorf("callback is %+v", blob.Callback)
	}
}

// TestCrash: jobs that were running when the process died run again after
// Reclaim, and the blob is finished once.
func TestCrash(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.upload("https://example.com/")
	_, err := b.db.Writer().ExecContext(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP`)
	check(t, err)
	check(t, jobs.Reclaim(t.Context(), b.driver))
	b.run(1, 1)
	b.await(id, callback(blobsight.CallbackDelivered))
}

// TestFinalWordCannotBeWritten: a database that refuses the last word makes the
// job come back until the word is written.
func TestFinalWordCannotBeWritten(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.recognize = func(context.Context, string) error { return errFlaky }
	id := b.upload("https://example.com/")
	_, err := b.db.Writer().ExecContext(t.Context(), `CREATE TRIGGER refuse BEFORE UPDATE ON blobs BEGIN SELECT RAISE(ABORT, 'disk is full'); END`)
	check(t, err)
	b.run(1, 1)
	for attempts := 0; attempts <= len(b.schedules.Recognize); {
		check(t, b.db.Writer().QueryRowContext(t.Context(), `SELECT max(attempt) FROM river_job WHERE kind = 'recognize'`).Scan(&attempts))
		<-time.After(5 * time.Millisecond)
	}
	_, err = b.db.Writer().ExecContext(t.Context(), `DROP TRIGGER refuse`)
	check(t, err)
	if blob := b.await(id, callback(blobsight.CallbackDelivered)); blob.State != blobsight.StateFailed {
		t.Errorf("state is %s", blob.State)
	}
}

// TestPoison: a picture that brings the process down each time fails in the end.
func TestPoison(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.recognize = func(context.Context, string) error { t.Error("looked again"); return nil }
	id := b.upload("")
	_, err := b.db.Writer().ExecContext(t.Context(), `UPDATE river_job SET attempt = 3`)
	check(t, err)
	b.run(1, 1)
	if blob := b.await(id, state(blobsight.StateFailed)); blob.Failure.Code != blobsight.CodeRecognizerError {
		t.Errorf("failure is %+v", blob.Failure)
	}
}

// TestStop: stopping waits for what runs.
func TestStop(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	started, release := make(chan struct{}), make(chan struct{})
	b.recognize = func(context.Context, string) error { close(started); <-release; return nil }
	id := b.upload("")
	r := b.run(1, 1)
	<-started
	stopped := make(chan error)
	go func() { stopped <- r.Stop(context.WithoutCancel(t.Context())) }()
	close(release)
	check(t, <-stopped)
	if blob := b.await(id, func(*blobsight.Blob) bool { return true }); blob.State != blobsight.StateRecognized {
		t.Errorf("after Stop the blob is %s", blob.State)
	}
}

func TestEnqueueIsTransactional(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	queue, err := jobs.NewQueue(b.driver, silent())
	check(t, err)
	for _, commit := range []bool{false, true} {
		tx, err := b.db.Writer().BeginTx(t.Context(), nil)
		check(t, err)
		check(t, queue.Enqueue(t.Context(), tx, blobsight.Job{Kind: blobsight.JobCleanUp, BlobID: "x"}, blobsight.Job{Kind: blobsight.JobNotify, BlobID: "y"}))
		if commit {
			check(t, tx.Commit())
		} else {
			check(t, tx.Rollback())
		}
	}
	r, err := jobs.NewRunner(b.driver, jobs.RunnerConfig{Service: b.Service, Schedules: b.schedules, Log: silent(), Notifiers: 1, ExpireEvery: time.Hour})
	check(t, err)
	depths, err := r.Depths(t.Context())
	check(t, err)
	if depths[blobsight.JobCleanUp].Waiting != 1 || depths[blobsight.JobNotify].Waiting != 1 || depths[blobsight.JobRecognize].Waiting != 0 {
		t.Errorf("depths are %+v, want one clean-up and one callback", depths)
	}
}
