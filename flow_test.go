package blobsight_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/bucket/disk"
	"blobsight/internal/store/sqlite"
)

// flow is a Service on a real database and a real folder. The recognizer and
// the notifier do what the test says; jobs are kept for the test to run.
type flow struct {
	*blobsight.Service
	t      *testing.T
	store  *sqlite.Store
	bucket *disk.Bucket

	mu        sync.Mutex
	now       time.Time
	ids       int
	jobs      []blobsight.Job
	recognize func(blobsight.Picture) (*blobsight.Recognition, error)
	notify    func(*blobsight.Blob) (blobsight.Receipt, error)
	outlook   blobsight.Priority
	stages    []string
}

func newFlow(t *testing.T) *flow {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	f := &flow{t: t, now: time.Date(2026, 5, 6, 7, 8, 9, 123_456_789, time.UTC)}
	f.store = sqlite.NewStore(db, f.enqueue)
	f.bucket, err = disk.Open(filepath.Join(dir, "images"), disk.Config{
		PublicURL: &url.URL{Scheme: "http", Host: "images.example.com"}, Secret: []byte(strings.Repeat("s", 32)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.bucket.Close() })
	f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) { return dog(), nil }
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) { return taken(), nil }
	f.Service, err = blobsight.NewService(blobsight.Config{
		Store: f.store, Deliveries: f.store, Bucket: f.bucket, Recognizer: recognizer{f}, Notifier: notifier{f}, Observer: observer{f},
		Now: f.clock, NewID: f.newID,
		UploadTTL: 30 * time.Minute, MaxUploadBytes: 100, Schedule: blobsight.Schedule{0, time.Minute, time.Hour}, Defaults: blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200},
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func dog() *blobsight.Recognition {
	return &blobsight.Recognition{
		Labels: []blobsight.Label{{Name: "Dog", Confidence: 98.2, Parents: []string{"Animal"}}},
		Image:  blobsight.Image{Format: "jpeg", Width: 40, Height: 30, Bytes: 7, SHA256: "ab"},
		Model:  blobsight.Model{Name: "test", Version: "1"},
	}
}

func (f *flow) enqueue(_ context.Context, _ *sql.Tx, jobs ...blobsight.Job) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.jobs = append(f.jobs, jobs...)
	return nil
}

func (f *flow) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *flow) newID() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ids++
	return fmt.Sprintf("019b7c3e-0000-7000-8000-%012d", f.ids)
}

func (f *flow) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// create makes a blob and returns its id and the query of its link.
func (f *flow) create(callbackURL string) (string, url.Values) {
	f.t.Helper()
	b, link, err := f.Create(f.t.Context(), blobsight.Order{CallbackURL: callbackURL})
	if err != nil {
		f.t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		f.t.Fatal(err)
	}
	return b.ID, u.Query()
}

// uploaded makes a blob with a picture.
func (f *flow) uploaded(callbackURL string) string {
	f.t.Helper()
	id, link := f.create(callbackURL)
	if _, err := f.Upload(f.t.Context(), id, link, strings.NewReader("picture")); err != nil {
		f.t.Fatal(err)
	}
	return id
}

func (f *flow) get(id string) *blobsight.Blob {
	f.t.Helper()
	b, err := f.Get(f.t.Context(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}

func (f *flow) wantState(id string, want blobsight.State) *blobsight.Blob {
	f.t.Helper()
	b := f.get(id)
	if b.State != want {
		f.t.Errorf("state is %s, want %s", b.State, want)
	}
	return b
}

func (f *flow) wantJobs(want ...blobsight.Job) {
	f.t.Helper()
	if fmt.Sprint(f.jobs) != fmt.Sprint(want) {
		f.t.Errorf("jobs are %v, want %v", f.jobs, want)
	}
}

func (f *flow) wantErr(got, want error) {
	f.t.Helper()
	if !errors.Is(got, want) {
		f.t.Errorf("error is %v, want %v", got, want)
	}
}

type recognizer struct{ f *flow }

func (r recognizer) Recognize(_ context.Context, p blobsight.Picture, _ blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	return r.f.recognize(p)
}
func (recognizer) Vocabulary() []blobsight.Concept { return nil }
func (recognizer) Model() blobsight.Model          { return blobsight.Model{Name: "test", Version: "1"} }

type notifier struct{ f *flow }

func (n notifier) Notify(_ context.Context, b *blobsight.Blob) (blobsight.Receipt, error) {
	return n.f.notify(b)
}
func (n notifier) Outlook(string) blobsight.Priority { return n.f.outlook }

type observer struct{ f *flow }

func (o observer) ObserveStage(stage blobsight.Stage, outcome string, _ time.Duration) {
	o.f.mu.Lock()
	defer o.f.mu.Unlock()
	o.f.stages = append(o.f.stages, string(stage)+" "+outcome)
}

// taken is what comes of a successful attempt.
func taken() blobsight.Receipt { return blobsight.Receipt{Status: 204} }

// notifyJob is the job of a callback that was never replayed.
func notifyJob(id string) blobsight.Job { return blobsight.Job{Kind: blobsight.JobNotify, BlobID: id} }

// first is the first of ten attempts, last the last one.
func first() blobsight.Attempt { return blobsight.Attempt{Number: 1, Max: 10} }
func last() blobsight.Attempt  { return blobsight.Attempt{Number: 10, Max: 10} }

// read gives all bytes of a picture.
func read(t *testing.T, p blobsight.Picture) string {
	t.Helper()
	r, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
