// Package app puts the program together: it turns settings into adapters,
// adapters into the Service, and the Service into a running server. It is the
// only package that imports adapters, and the only one that reads the
// environment.
//
// The program is a value: [Open] makes it from a [Config], [App.Run] serves until
// its context ends, [App.Close] gives everything back. Tests open it on port 0.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"blobsight"
	"blobsight/internal/bucket/disk"
	"blobsight/internal/httpapi"
	"blobsight/internal/jobs"
	"blobsight/internal/metrics"
	"blobsight/internal/rekapi"
	"blobsight/internal/store/sqlite"
)

// App is one server on one data folder.
type App struct {
	URL    string   // where clients reach the server
	Addr   string   // where it listens
	Dir    string   // the data folder
	Models []string // each model and what runs it, for people
	Labels []string // each file of custom labels, for people
	Keys   int      // API keys in use when it was opened; 0: nobody needs one

	open    bool // without any key, everybody is let in
	log     *slog.Logger
	resume  func(ctx context.Context) error
	server  *http.Server
	ln      net.Listener
	runner  runner
	closers []func() error // in the order of opening
}

// runner runs jobs.
type runner interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
}

// Open opens everything and starts to listen, but answers nothing before Run.
// The error names every setting that is wrong. Version is shown in the metrics and to receivers.
func Open(ctx context.Context, cfg Config, version string, logTo io.Writer) (_ *App, err error) {
	p, err := cfg.parse()
	if err != nil {
		return nil, err
	}
	a := &App{log: newLogger(cfg, logTo)}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if a.Dir, err = cfg.make(); err != nil {
		return nil, err
	}
	l, err := lock(a.Dir)
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, l.Unlock)
	store, driver, err := openQueue(ctx, a.Dir, a.log)
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, store.Close)
	if err := a.listen(ctx, cfg, store, p); err != nil {
		return nil, err
	}
	service, m, err := a.service(ctx, cfg, p, store, version)
	if err != nil {
		return nil, err
	}
	return a, a.assemble(ctx, cfg, p, store, driver, service, m)
}

// listen opens the socket, unless that would let strangers in.
func (a *App) listen(ctx context.Context, cfg Config, store *sqlite.Store, p *parsed) error {
	addr, err := net.ResolveTCPAddr("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("--listen (BLOBSIGHT_LISTEN): %w", err)
	}
	a.open = cfg.Insecure || addr.IP.IsLoopback() && (p.publicURL == nil || isLoopback(p.publicURL.Hostname()))
	if err := a.checkExposure(ctx, store); err != nil {
		return err
	}
	a.ln, err = (&net.ListenConfig{}).Listen(ctx, "tcp", addr.String())
	if err != nil {
		return fmt.Errorf("--listen (BLOBSIGHT_LISTEN): %w", err)
	}
	a.closers = append(a.closers, func() error {
		if err := a.ln.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	if p.publicURL == nil {
		p.publicURL = defaultPublicURL(a.ln.Addr())
		if !addr.IP.IsLoopback() {
			a.log.WarnContext(ctx, "upload links lead to the listening address; set --public-url if clients use another", "public_url", p.publicURL.String())
		}
	}
	a.URL, a.Addr = p.publicURL.String(), a.ln.Addr().String()
	return nil
}

// checkExposure refuses to serve other machines while nobody needs a key.
func (a *App) checkExposure(ctx context.Context, store *sqlite.Store) error {
	keys, err := store.ListKeys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.RevokedAt.IsZero() {
			a.Keys++
		}
	}
	if a.Keys == 0 && !a.open {
		return errors.New("--listen, --public-url (BLOBSIGHT_LISTEN, BLOBSIGHT_PUBLIC_URL): other machines can reach the server, and no API key exists; " +
			"make one with \"blobsight keys create NAME\", or let everybody in with --insecure")
	}
	return nil
}

// service opens the adapters and puts the Service on them.
func (a *App) service(ctx context.Context, cfg Config, p *parsed, store *sqlite.Store, version string) (*blobsight.Service, *metrics.Metrics, error) {
	links, err := linkSecret(ctx, store)
	if err != nil {
		return nil, nil, err
	}
	images, err := disk.Open(filepath.Join(a.Dir, imageFolder), disk.Config{PublicURL: p.publicURL, Secret: links})
	if err != nil {
		return nil, nil, err
	}
	a.closers = append(a.closers, images.Close)
	notifier, err := openNotifier(ctx, &cfg.Callbacks, p.callbacks, store, version)
	if err != nil {
		return nil, nil, err
	}
	a.closers = append(a.closers, func() error { notifier.Close(); return nil })
	rec, err := OpenRecognizer(cfg.Recognition, cfg.DataDir, cfg.MaxUploadBytes)
	if err != nil {
		return nil, nil, err
	}
	a.Models, a.Labels = rec.Models, rec.Custom
	a.closers = append(a.closers, rec.Close)
	m := metrics.New(version)
	service, err := blobsight.NewService(blobsight.Config{
		Store: store, Deliveries: store, Bucket: images, Recognizer: rec, Notifier: notifier, Observer: m,
		Now: time.Now, NewID: newID, Log: a.log,
		UploadTTL: cfg.UploadTTL, MaxUploadBytes: cfg.MaxUploadBytes, Schedule: p.callbacks.schedule, Defaults: cfg.Options(),
	})
	return service, m, err
}

// assemble makes the server and the job runner.
func (a *App) assemble(ctx context.Context, cfg Config, p *parsed, store *sqlite.Store, driver *jobs.SQLiteDriver, service *blobsight.Service, m *metrics.Metrics) error {
	run, err := jobs.NewRunner(driver, jobs.RunnerConfig{
		Service: service, Schedules: jobs.DefaultSchedules(), Log: a.log,
		// Twice as many as run at once: one is read from disk while another runs.
		Recognizers: 2 * cfg.workers(), Notifiers: cfg.CallbackWorkers,
		ExpireEvery: sweepInterval(cfg.UploadTTL), NotifyTimeout: cfg.CallbackTimeout,
	})
	if err != nil {
		return err
	}
	a.runner, a.resume = run, service.Resume
	objects, err := a.openObjects(ctx, cfg.Rekognition, service.Bucket)
	if err != nil {
		return err
	}
	stopping, stop := context.WithCancel(context.Background())
	keys, guard := &blobsight.Keys{Store: store, Open: a.open}, httpapi.Guard{Hosts: hosts(cfg, p)}
	handler := httpapi.New(httpapi.Config{
		Service: service,
		Keys:    keys,
		Guard:   guard,
		Metrics: m.Handler(metrics.Sources{Blobs: store.CountByState, Jobs: run.Depths, Scheduled: run.Scheduled}, a.log),
		Ready:   store.Ping,
		Log:     a.log,
		Rekognition: rekapi.New(rekapi.Config{
			Service: service, Keys: keys, Objects: objects, Region: cfg.Region, Admit: guard.Admit, Log: a.log,
		}),
		Stopping: stopping.Done(),
	})
	a.server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second, // handlers that take pictures ask for more
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	a.server.RegisterOnShutdown(stop)
	return nil
}

// hosts are the names of a server that only this machine should reach. Nil means
// that any name will do, because an operator has opened the server.
func hosts(cfg Config, p *parsed) []string {
	if cfg.Insecure || !isLoopback(p.publicURL.Hostname()) {
		return nil
	}
	return []string{"localhost", p.publicURL.Hostname()}
}

// sweepInterval is how often to look for expired links: often enough that a
// state is at most a sixtieth of its life late.
func sweepInterval(ttl time.Duration) time.Duration {
	return min(max(ttl/60, time.Second), 30*time.Second)
}

// newID makes a UUID of version 7, which sorts by time.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

func newLogger(cfg Config, w io.Writer) *slog.Logger {
	opt := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}
