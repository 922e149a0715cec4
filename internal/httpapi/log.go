package httpapi

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// logged writes a line about each request: at level info when it failed for
// our reasons, else debug. A handler that panics is answered with 500.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, rec := time.Now(), &recorder{ResponseWriter: w}
		defer s.finish(rec, r, start)
		next.ServeHTTP(rec, r)
	})
}

// finish is what happens after each request, however it ended.
func (s *server) finish(rec *recorder, r *http.Request, start time.Time) {
	ctx := r.Context()
	if p := recover(); p != nil {
		s.Log.ErrorContext(ctx, "handler panicked", "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		if rec.status == 0 {
			s.fail(rec, r, errInternal)
		}
	}
	level := slog.LevelDebug
	if rec.status >= http.StatusInternalServerError {
		level = slog.LevelInfo
	}
	s.Log.LogAttrs(ctx, level, "request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", rec.status), slog.Duration("took", time.Since(start)))
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
