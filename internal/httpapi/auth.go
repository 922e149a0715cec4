package httpapi

import (
	"context"
	"net/http"
	"strings"
)

// authenticated lets a request through when [blobsight.Keys] does. Health, the
// contract and signed upload links are for everybody.
func (s *server) authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isPublic(r.URL.Path) {
			id, err := s.Keys.Authenticate(r.Context(), token(r))
			if err != nil {
				s.fail(w, r, err)
				return
			}
			r = r.WithContext(context.WithValue(r.Context(), keyIDKey{}, id))
		}
		next.ServeHTTP(w, r)
	})
}

// keyIDKey is where the context of a request keeps the id of its API key.
type keyIDKey struct{}

// keyID is the id of the API key that a request came with; empty: it needed none.
func keyID(ctx context.Context) string {
	id, _ := ctx.Value(keyIDKey{}).(string)
	return id
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
