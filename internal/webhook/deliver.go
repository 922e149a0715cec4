package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"blobsight"
)

const (
	// defaultTimeout is the lower end of what Standard Webhooks 1.0.0 advises (15 to 30 s).
	defaultPlaces  = 64
	defaultTimeout = 15 * time.Second
	// maxDrain is how much of an answer is read, and thrown away, so that its
	// connection can be used again. A longer answer costs its connection.
	maxDrain = 4 << 10
	// maxHeader bounds the memory that the headers of an answer can take.
	maxHeader = 64 << 10
	// Idle connections, each a file descriptor here and at the receiver.
	maxIdle, maxIdlePerHost, idleTimeout = 64, 2, 30 * time.Second
)

// Config says how callbacks are made. Body, Secrets and Now are required.
type Config struct {
	// Body makes the JSON that tells about a blob.
	Body func(*blobsight.Blob) ([]byte, error)
	// Secrets sign every message; more than one while a secret is being replaced.
	Secrets []Secret
	// Now is the clock of the webhook-timestamp.
	Now func() time.Time
	// Allow lists networks inside which receivers may be called although they
	// are not public. See [ParseAllow].
	Allow []netip.Prefix
	// Timeout bounds one attempt from the look-up of the name to the end of the
	// answer. 0 means 15 s.
	Timeout time.Duration
	// Places is how many attempts are made at once; hosts that do not answer get
	// a part of them. 0 means 64.
	Places int
	// UserAgent of the requests. Empty means "blobsight".
	UserAgent string
	// RootCAs are the authorities whose certificates are trusted. Nil means the system's.
	RootCAs *x509.CertPool
	// Resolver looks up host names. Nil means the system's.
	Resolver *net.Resolver
}

// Notifier makes callbacks. It implements [blobsight.Notifier] and may be used
// by many goroutines at once.
type Notifier struct {
	cfg    Config
	client *http.Client
	hosts  *hosts
}

var _ blobsight.Notifier = (*Notifier)(nil)

// New makes a Notifier. It makes no connection. The error names every mistake in cfg.
func New(cfg Config) (*Notifier, error) {
	var bad []error
	if cfg.Body == nil {
		bad = append(bad, errors.New("webhook: Body is missing"))
	}
	if cfg.Now == nil {
		bad = append(bad, errors.New("webhook: Now is missing"))
	}
	if len(cfg.Secrets) == 0 {
		bad = append(bad, errors.New("webhook: at least one secret is needed"))
	}
	for i, s := range cfg.Secrets {
		if len(s.key) < minSecretBytes {
			bad = append(bad, fmt.Errorf("webhook: secret %d is too short", i+1))
		}
	}
	if cfg.Timeout < 0 {
		bad = append(bad, fmt.Errorf("webhook: Timeout is %s, it must be positive", cfg.Timeout))
	}
	if len(bad) > 0 {
		return nil, errors.Join(bad...)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.Places == 0 {
		cfg.Places = defaultPlaces
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = "blobsight"
	}
	return &Notifier{cfg: cfg, client: newClient(cfg), hosts: newHosts(cfg.Places)}, nil
}

func newClient(cfg Config) *http.Client {
	dialer := &net.Dialer{
		// The transport finishes a dial whose request has given up. Without a
		// bound of its own it would wait for minutes for a dead host.
		Timeout:  cfg.Timeout,
		Control:  NewGuard(cfg.Allow).Control,
		Resolver: cfg.Resolver,
	}
	// HTTP/1.1 only: a request that times out takes its connection with it. Over
	// HTTP/2 the dead connection would stay and fail the following attempts too.
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil, // the environment is not asked
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    cfg.Timeout,
			Protocols:              &protocols,
			DisableCompression:     true,
			MaxIdleConns:           maxIdle,
			MaxIdleConnsPerHost:    maxIdlePerHost,
			IdleConnTimeout:        idleTimeout,
			MaxResponseHeaderBytes: maxHeader,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Close gives up idle connections. Attempts that are under way go on.
func (n *Notifier) Close() { n.client.CloseIdleConnections() }

// Notify makes one attempt. Every error is a [*DeliveryError], or a
// [*blobsight.LaterError] when too many attempts to the same host are under way.
func (n *Notifier) Notify(ctx context.Context, b *blobsight.Blob) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, n.cfg.Timeout, &timeoutError{after: n.cfg.Timeout})
	defer cancel()

	req, err := n.request(ctx, b)
	if err != nil {
		return err
	}
	leave, err := n.hosts.enter(req.URL)
	if err != nil {
		return err
	}
	defer func() { leave(err) }()
	resp, err := n.client.Do(req)
	if err != nil {
		return hideAddress(failure(ctx, err), req.URL)
	}
	// What cannot be drained does not matter: the status has been received.
	_, _ = io.CopyN(io.Discard, resp.Body, maxDrain)
	_ = resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return statusError(resp.StatusCode)
	}
	return nil
}

func (n *Notifier) request(ctx context.Context, b *blobsight.Blob) (*http.Request, error) {
	target, err := url.Parse(b.CallbackURL)
	switch {
	case err != nil:
		return nil, &DeliveryError{Class: ClassURL, Detail: "the callback URL is not valid", Err: err}
	case target.Scheme != "http" && target.Scheme != "https", target.Hostname() == "":
		return nil, &DeliveryError{Class: ClassURL, Detail: "the callback URL needs http:// or https:// and a host"}
	case target.User != nil:
		return nil, &DeliveryError{Class: ClassURL, Detail: "the callback URL must not contain a user name or password"}
	}
	body, err := n.cfg.Body(b)
	if err != nil {
		return nil, &DeliveryError{Class: ClassInternal, Detail: "the message could not be made", Err: err}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, &DeliveryError{Class: ClassURL, Detail: "the callback URL is not valid", Err: err}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", n.cfg.UserAgent)
	// An entry without a value is not sent. It tells the transport that a request
	// which met a connection just closed by the receiver may go over a new one:
	// the webhook-id makes repetitions harmless.
	req.Header["Idempotency-Key"] = nil
	Sign(req.Header, MessageID(b.ID), n.cfg.Now(), body, n.cfg.Secrets)
	return req, nil
}

// timeoutError is the cause of an attempt's end by our own timeout.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("timed out after %s", e.after) }
