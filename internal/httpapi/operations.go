package httpapi

import (
	_ "embed" // for the page
	"net/http"

	"blobsight/api"
)

// smoke handles "ANY /", the smoke test of the original service, word for word.
func (s *server) smoke(w http.ResponseWriter, r *http.Request) {
	answer := api.Smoke{Message: "Go Serverless v2.0! Your function executed successfully!"}
	answer.Input.Method, answer.Input.Path, answer.Input.Query = r.Method, r.URL.Path, r.URL.Query()
	s.reply(w, r, http.StatusOK, answer)
}

// GetHealth handles "GET /healthz".
func (s *server) GetHealth(w http.ResponseWriter, r *http.Request) {
	s.reply(w, r, http.StatusOK, api.Health{Status: api.Ok})
}

// GetReadiness handles "GET /readyz".
func (s *server) GetReadiness(w http.ResponseWriter, r *http.Request) {
	if err := s.Ready(r.Context()); err != nil {
		if r.Context().Err() != nil {
			s.fail(w, r, err)
			return
		}
		s.Log.WarnContext(r.Context(), "not ready", "error", err)
		s.fail(w, r, errNotReady)
		return
	}
	s.reply(w, r, http.StatusOK, api.Health{Status: api.Ok})
}

// openapi handles "GET /openapi.yaml".
func (s *server) openapi(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(api.Spec)
}

// docs is the contract for people, which "make generate" makes.
//
//go:embed docs.html
var docs []byte

// docsPage handles "GET /docs".
func (s *server) docsPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(docs)
}
