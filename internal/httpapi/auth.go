package httpapi

import (
	"net/http"
	"strings"
)

// authenticated lets a request through when [blobsight.Keys] does. Health, the
// contract and signed upload links are for everybody.
func (s *server) authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isPublic(r.URL.Path) {
			if err := s.Keys.Authenticate(r.Context(), token(r)); err != nil {
				s.fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func isPublic(path string) bool {
	switch path {
	case "/healthz", "/readyz", "/openapi.yaml", "/docs":
		return true
	default:
		return strings.HasPrefix(path, "/uploads/")
	}
}

// token is the API key of a request, "" when there is none.
func token(r *http.Request) string {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(key)
	}
	return r.Header.Get("x-api-key")
}
