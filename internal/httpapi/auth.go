package httpapi

import (
	"context"
	"net"
	"net/http"
	"slices"
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

// sameHost refuses requests to a server on loopback that come in under another
// name: a web page elsewhere whose name leads to this machine must not use it
// through a visitor's browser (DNS rebinding).
func (s *server) sameHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.Trim(host, "[]")
		if s.Hosts != nil && !slices.Contains(s.Hosts, strings.ToLower(host)) && net.ParseIP(host) == nil {
			s.fail(w, r, errForeignHost.With("it is called %s; set --public-url for another name", strings.Join(s.Hosts, ", ")))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses what a page of another site has a visitor's browser send, while
// no key is asked for (cross-site request forgery). Uploads have their signed links.
func (s *server) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token(r) == "" && !isPublic(r.URL.Path) && protection.Check(r) != nil {
			s.fail(w, r, errForeignOrigin.With("a page of another site sent it; send an API key to be let in from there"))
			return
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
