package httpapi

import (
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
			if err := s.Keys.Authenticate(r.Context(), token(r)); err != nil {
				s.fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
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
