package httpapi

import (
	"net/http"
	"strings"
)

// rekognition hands over what is said in the protocol of Amazon Rekognition, which has
// its own way to tell who asks, and its own errors.
func (s *server) rekognition(next http.Handler) http.Handler {
	if s.Rekognition == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isAmazons(r) {
			s.Rekognition.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isAmazons reports whether a request is in AWS JSON.
func isAmazons(r *http.Request) bool {
	if r.Method != http.MethodPost || r.URL.Path != "/" {
		return false
	}
	_, targeted := r.Header["X-Amz-Target"]
	return targeted || strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-amz-json-")
}
