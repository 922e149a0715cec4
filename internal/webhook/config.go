package webhook

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"blobsight"
)

const (
	// defaultTimeout is the lower end of what Standard Webhooks 1.0.0 advises (15 to 30 s).
	defaultTimeout   = 15 * time.Second
	defaultPlaces    = 256
	defaultHostLimit = 16
	// maxExcerpt bounds what is kept of an answer: enough for a message, too little for data.
	maxExcerpt = 1024
)

// Config says how callbacks are made. Body, Secrets and Now are required.
type Config struct {
	// Body makes the JSON that tells about a blob.
	Body func(*blobsight.Blob) ([]byte, error)
	// Secrets gives those that sign the message about a blob, newest first; more than
	// one while a secret is being replaced. It is asked at every attempt.
	Secrets func(ctx context.Context, b *blobsight.Blob) ([]Secret, error)
	// Now is the clock of the webhook-timestamp, and of what is known of hosts.
	Now func() time.Time
	// Allow lists networks and hosts that may be called although they are not
	// public. See [ParseAllow].
	Allow Allow
	// Ports may be called. The zero value means any. See [ParsePorts].
	Ports Ports
	// Proxy makes the connections: an http, https or socks5 URL. Nil means none: the
	// environment is never asked. A proxy looks names up by itself, so it has to
	// refuse inside addresses by itself; addresses in URLs are checked here.
	Proxy *url.URL
	// Timeout bounds one attempt from the look-up of the name to the end of the
	// answer. 0 means 15 s.
	Timeout time.Duration
	// Places is how many attempts are made at once; hosts that are slow or silent
	// get a part of them. 0 means 256.
	Places int
	// HostLimit is how many attempts to one host are made at once. 0 means 16.
	HostLimit int
	// Excerpt is how many bytes of an answer's body are kept, at most 1024. 0 means none.
	Excerpt int
	// UserAgent of the requests. Empty means "blobsight".
	UserAgent string
	// RootCAs are the authorities whose certificates are trusted. Nil means the system's.
	RootCAs *x509.CertPool
	// Resolver looks up host names. Nil means the system's.
	Resolver *net.Resolver
}

// check names every mistake.
func (c *Config) check() error {
	var bad []error
	wrong := func(format string, args ...any) { bad = append(bad, fmt.Errorf("webhook: "+format, args...)) }
	if c.Body == nil {
		wrong("Body is missing")
	}
	if c.Secrets == nil {
		wrong("Secrets is missing")
	}
	if c.Now == nil {
		wrong("Now is missing")
	}
	if c.Proxy != nil && (c.Proxy.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5"}, c.Proxy.Scheme)) {
		wrong("Proxy is %q, the form is http://host:port, with http, https or socks5", c.Proxy.Redacted())
	}
	if c.Timeout < 0 {
		wrong("Timeout is %s, it must be positive", c.Timeout)
	}
	if c.Places < 0 {
		wrong("Places is %d, it must be positive", c.Places)
	}
	if c.HostLimit < 0 {
		wrong("HostLimit is %d, it must be positive", c.HostLimit)
	}
	if c.Excerpt < 0 || c.Excerpt > maxExcerpt {
		wrong("Excerpt is %d, it goes from 0 to %d bytes", c.Excerpt, maxExcerpt)
	}
	return errors.Join(bad...)
}

func (c Config) withDefaults() Config {
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.Places == 0 {
		c.Places = defaultPlaces
	}
	if c.HostLimit == 0 {
		c.HostLimit = defaultHostLimit
	}
	if c.UserAgent == "" {
		c.UserAgent = "blobsight"
	}
	return c
}
