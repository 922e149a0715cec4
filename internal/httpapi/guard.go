package httpapi

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// Guard keeps pages of other sites from using a server through a visitor's browser,
// as long as it asks for no key.
type Guard struct {
	Hosts []string // names under which it is called, in lower case; nil: any
}

// Admit says why a request must not be answered; nil: it may.
func (g Guard) Admit(r *http.Request) error {
	if err := g.sameHost(r); err != nil {
		return err
	}
	return g.sameOrigin(r)
}

// sameHost refuses requests to a server on loopback that come in under another
// name: a web page elsewhere whose name leads to this machine must not use it
// (DNS rebinding).
func (g Guard) sameHost(r *http.Request) error {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if g.Hosts == nil || slices.Contains(g.Hosts, strings.ToLower(host)) || net.ParseIP(host) != nil {
		return nil
	}
	return errForeignHost.With("it is called %s; set --public-url for another name", strings.Join(g.Hosts, ", "))
}

// sameOrigin refuses what a page of another site has a browser send without a key
// (cross-site request forgery). Uploads have their signed links.
func (Guard) sameOrigin(r *http.Request) error {
	signed := strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") // a browser would ask before it sends that
	if token(r) != "" || signed || isPublic(r.URL.Path) || http.NewCrossOriginProtection().Check(r) == nil {
		return nil
	}
	return errForeignOrigin.With("a page of another site sent it; send an API key to be let in from there")
}

// guarded lets a request through when the guard does.
func (s *server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.Guard.Admit(r); err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}
