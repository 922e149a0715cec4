package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	// maxConnect bounds the time until a connection is there, and until it is
	// encrypted: who has not said anything by then will not do so later.
	maxConnect = 5 * time.Second
	// maxHeader bounds the memory that the headers of an answer can take.
	maxHeader = 64 << 10
	// Idle connections, each a file descriptor here and at the receiver.
	maxIdle, idleTimeout = 128, 30 * time.Second
)

func newClient(cfg Config, guard *Guard) *http.Client {
	// HTTP/1.1 only: a request that times out takes its connection with it. Over
	// HTTP/2 the dead connection would stay and fail the following attempts too.
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	connect := min(maxConnect, cfg.Timeout)
	// The transport finishes a dial whose request has given up. Without a bound of
	// its own it would wait for minutes for a dead host.
	dialer := net.Dialer{Timeout: connect, Resolver: cfg.Resolver}
	transport := &http.Transport{
		Proxy:                  nil, // the environment is not asked
		DialContext:            guard.dialing(dialer),
		TLSClientConfig:        &tls.Config{RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    connect,
		Protocols:              &protocols,
		DisableCompression:     true,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    min(cfg.HostLimit, maxIdle),
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeader,
	}
	if cfg.Proxy != nil {
		transport.Proxy = http.ProxyURL(cfg.Proxy)
		transport.DialContext = dialingProxy(dialer)
		if cfg.Proxy.Scheme == "socks5" {
			// Nothing ends the talk of the transport with such a proxy. So the connection has
			// an end from the beginning, and makes one attempt only.
			transport.DialContext = expiring(transport.DialContext, connect+cfg.Timeout)
			transport.DisableKeepAlives = true
		}
		transport.OnProxyConnectResponse = proxyConnected
	}
	return &http.Client{
		Transport:     redirecting{transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// redirecting is a transport for a client that follows no redirect. One that leads
// nowhere is an answer like any other; the client would make an error of it.
type redirecting struct{ *http.Transport }

// RoundTrip implements [http.RoundTripper].
func (r redirecting) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.Transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if _, err := resp.Location(); err != nil {
		resp.Header.Del("Location")
	}
	return resp, nil
}

// proxyError is the failure of the operator's own proxy.
type proxyError struct {
	detail string
	err    error
}

func (e *proxyError) Error() string { return e.detail }
func (e *proxyError) Unwrap() error { return e.err }

// dialingProxy connects to the proxy, which is wherever the operator says.
func dialingProxy(dialer net.Dialer) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, &proxyError{"the proxy of the server cannot be reached", err}
		}
		return conn, nil
	}
}

// expiring makes connections of dial that fail after the time life.
func expiring(dial func(context.Context, string, string) (net.Conn, error), life time.Duration) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		end := time.Now().Add(life)
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if err := conn.SetDeadline(end); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		return conn, nil
	}
}

// proxyConnected sees the proxy's answer to the wish for an encrypted connection.
func proxyConnected(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return &proxyError{fmt.Sprintf("the proxy of the server did not connect (%d)", resp.StatusCode), nil}
	}
	return nil
}
