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

	"blobsight"
	"blobsight/api"
)

// Config is what a server is made of. All fields are required.
type Config struct {
	Service *blobsight.Service
	Keys    *blobsight.Keys
	Hosts   []string // host names under which it is called while it asks for no key; nil: any
	Metrics http.Handler
	Ready   func(ctx context.Context) error // nil while the server can do its work
	Log     *slog.Logger
}

// server implements [api.ServerInterface].
type server struct {
	Config
	docs    []byte
	readers chan struct{} // a place for each picture of POST /labels that is being read
}

var _ api.ServerInterface = (*server)(nil)

// New makes the handler for all routes.
func New(c Config) (http.Handler, error) {
	docs, err := renderDocs(api.Spec)
	if err != nil {
		return nil, err
	}
	s := &server{Config: c, docs: docs, readers: make(chan struct{}, maxReaders)}
	mux := http.NewServeMux()
	api.HandlerWithOptions(s, api.StdHTTPServerOptions{BaseRouter: mux, ErrorHandlerFunc: s.badParameter})
	mux.HandleFunc("/{$}", s.smoke)
	mux.Handle("GET /metrics", c.Metrics)
	mux.HandleFunc("GET /openapi.yaml", s.openapi)
	mux.HandleFunc("GET /docs", s.docsPage)
	mux.HandleFunc("OPTIONS /uploads/{blob_id}", s.preflight)
	mux.HandleFunc("/", s.unknown(mux))
	return s.logged(s.sameHost(s.authenticated(mux))), nil
}
