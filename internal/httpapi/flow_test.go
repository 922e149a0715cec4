package httpapi_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"blobsight"
	"blobsight/api"
	"blobsight/internal/bucket/disk"
	"blobsight/internal/httpapi"
	"blobsight/internal/store/sqlite"
)

// flow is a server whose blobs move when the test says so: a real database and a
// real folder behind it, but no jobs.
type flow struct {
	*server
	*httptest.Server
	service  *blobsight.Service
	db       *sqlite.DB
	store    *sqlite.Store
	stopping chan struct{}          // close it to stop the server's long requests
	came     chan string            // the path of each request
	log      *bytes.Buffer          // level info and above
	receipts chan blobsight.Receipt // what comes of the next attempts

	mu  sync.Mutex
	now time.Time
	ids int
}

const heartbeat = 20 * time.Millisecond

// newFlow starts a server that gives a request so much time to be read, and to
// be answered, if it does not ask for more.
func newFlow(t *testing.T, timeout ...time.Duration) *flow {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	f := &flow{
		Server: httptest.NewUnstartedServer(nil), server: &server{t: t, client: newClient(t)},
		db: db, store: sqlite.NewStore(db, func(context.Context, *sql.Tx, ...blobsight.Job) error { return nil }),
		stopping: make(chan struct{}), came: make(chan string, 1000), log: &bytes.Buffer{}, receipts: make(chan blobsight.Receipt, 100),
		now: time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC),
	}
	for _, d := range timeout {
		f.Config.ReadTimeout, f.Config.WriteTimeout = d, d
	}
	f.serve(filepath.Join(dir, "images"))
	return f
}

// serve puts the server together and starts it.
func (f *flow) serve(images string) {
	f.t.Helper()
	bucket, err := disk.Open(images, disk.Config{PublicURL: &url.URL{Scheme: "http", Host: f.Listener.Addr().String()}, Secret: []byte(strings.Repeat("s", 32))})
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { bucket.Close() })
	f.service, err = blobsight.NewService(blobsight.Config{
		Store: f.store, Deliveries: f.store, Bucket: bucket, Recognizer: recognizer{}, Notifier: notifier{f: f}, Observer: observer{},
		Now: f.clock, NewID: f.newID, Schedule: blobsight.Schedule{0, time.Minute},
		UploadTTL: 30 * time.Minute, MaxUploadBytes: 100, Defaults: blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200},
	})
	if err != nil {
		f.t.Fatal(err)
	}
	h := httpapi.New(httpapi.Config{
		Service: f.service, Keys: &blobsight.Keys{Store: f.store, Open: true}, Ready: f.store.Ping, Metrics: http.NotFoundHandler(),
		Log: slog.New(slog.NewTextHandler(f.log, nil)), Stopping: f.stopping, Heartbeat: heartbeat,
	})
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.came <- r.URL.Path
		h.ServeHTTP(w, r)
	})
	f.Start()
	f.t.Cleanup(f.Close)
	f.server.URL = f.Server.URL
}

type recognizer struct{ blobsight.Recognizer }

func (recognizer) Recognize(context.Context, blobsight.Picture, blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	return &blobsight.Recognition{
		Labels: []blobsight.Label{{Name: "Dog & Cat", Confidence: 98.2}},
		Image:  blobsight.Image{Format: "jpeg", Width: 40, Height: 30, Bytes: 7, SHA256: "ab"},
	}, nil
}

type notifier struct {
	blobsight.Notifier
	f *flow
}

func (n notifier) Notify(context.Context, *blobsight.Blob) (blobsight.Receipt, error) {
	return <-n.f.receipts, nil
}
func (notifier) Outlook(string) blobsight.Priority { return blobsight.PriorityNormal }

type observer struct{}

func (observer) ObserveStage(blobsight.Stage, string, time.Duration) {}

func (f *flow) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *flow) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

func (f *flow) newID() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ids++
	return fmt.Sprintf("019b7c3e-0000-7000-8000-%012d", f.ids)
}

// created makes a blob over HTTP.
func (f *flow) created(callbackURL string) api.CreatedBlob {
	f.t.Helper()
	body := `{"callback_url": null}`
	if callbackURL != "" {
		body = fmt.Sprintf(`{"callback_url": %q}`, callbackURL)
	}
	return decode[api.CreatedBlob](f.t, f.want(f.do("POST", "/blobs", body), 201))
}

// upload moves a blob to queued, recognize from there to recognized.
func (f *flow) upload(b api.CreatedBlob) {
	f.t.Helper()
	f.want(f.do("PUT", b.UploadURL, "picture"), 200)
}

func (f *flow) recognize(b api.CreatedBlob) {
	f.t.Helper()
	if err := f.service.Recognize(f.t.Context(), b.BlobID, blobsight.Attempt{Number: 1, Max: 1}); err != nil {
		f.t.Fatal(err)
	}
}

// finished makes a recognized blob.
func (f *flow) finished(callbackURL string) api.CreatedBlob {
	f.t.Helper()
	b := f.created(callbackURL)
	f.upload(b)
	f.recognize(b)
	return b
}

// shown is a blob as GET shows it.
func (f *flow) shown(b api.CreatedBlob) string {
	f.t.Helper()
	return f.want(f.do("GET", "/blobs/"+b.BlobID, ""), 200).body
}
