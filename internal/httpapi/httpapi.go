// Package httpapi speaks the HTTP contract of api/openapi.yaml on top of the
// Service: routes, decoding, and one table from errors to statuses.
//
// Handlers decode, ask the Service and encode; rules live in the Service. Errors
// are JSON, also for unknown paths and methods.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"blobsight"
	"blobsight/api"
)

// Config is what a server is made of. All fields are required, but those that say
// what nothing stands for.
type Config struct {
	Service *blobsight.Service
	Keys    *blobsight.Keys
	Guard   Guard
	Metrics http.Handler
	Ready   func(ctx context.Context) error // nil while the server can do its work
	Log     *slog.Logger

	// Rekognition answers what is said in the protocol of Amazon Rekognition. Nil: such
	// requests are like any others.
	Rekognition http.Handler

	// Stopping is closed when the server begins to stop: requests that wait are then
	// answered, and streams end. Nil: never.
	Stopping  <-chan struct{}
	Heartbeat time.Duration // how long a stream of events is silent at most; 0: 15 seconds
}

// server implements [api.ServerInterface].
type server struct {
	Config
	readers chan struct{} // a place for each picture of POST /labels that is being read
}

var _ api.ServerInterface = (*server)(nil)

// New makes the handler for all routes.
func New(c Config) http.Handler {
	if c.Heartbeat == 0 {
		c.Heartbeat = defaultHeartbeat
	}
	s := &server{Config: c, readers: make(chan struct{}, maxReaders)}
	mux := http.NewServeMux()
	api.HandlerWithOptions(s, api.StdHTTPServerOptions{BaseRouter: mux, ErrorHandlerFunc: s.badParameter})
	mux.HandleFunc("/{$}", s.smoke)
	mux.Handle("GET /metrics", c.Metrics)
	mux.HandleFunc("GET /openapi.yaml", s.openapi)
	mux.HandleFunc("GET /docs", s.docsPage)
	mux.HandleFunc("OPTIONS /uploads/{blob_id}", s.preflight)
	mux.HandleFunc("/", s.unknown(mux))
	return s.logged(s.rekognition(s.guarded(s.authenticated(mux))))
}
