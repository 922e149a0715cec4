package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"blobsight"
)

// urlError says why a callback URL cannot be called.
type urlError struct{ err error }

func (e *urlError) Error() string { return "the callback URL is not valid" }
func (e *urlError) Unwrap() error { return e.err }

// target reads a callback URL and checks what can be checked without the network.
func (n *Notifier) target(callbackURL string) (*url.URL, error) {
	if err := blobsight.CheckCallbackURL(callbackURL); err != nil {
		return nil, &urlError{err}
	}
	target, err := url.Parse(callbackURL)
	if err != nil {
		return nil, &urlError{err}
	}
	_, port, err := net.SplitHostPort(hostName(target))
	if err != nil {
		return nil, &urlError{err}
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, &urlError{err}
	}
	if err := n.guard.CheckPort(uint16(number)); err != nil {
		return target, err
	}
	if n.cfg.Proxy != nil {
		return target, n.checkForProxy(target.Hostname())
	}
	return target, nil
}

// checkForProxy checks what a proxy would have to connect to. Of a name only its
// form can be judged here.
func (n *Notifier) checkForProxy(host string) error {
	addr, err := netip.ParseAddr(strings.TrimSuffix(host, "."))
	if err == nil {
		return n.guard.Check(addr)
	}
	// The transport makes plain letters and digits of some others, which could be an address.
	if strings.ContainsFunc(host, func(r rune) bool { return r > 0x7f }) {
		return &urlError{errors.New("through a proxy, host names are called in their ASCII form (xn--…)")}
	}
	return nil
}

// hostName names the receiver's host for our own bookkeeping: host:port, so that
// the spellings of one are the same.
func hostName(target *url.URL) string {
	port := target.Port()
	switch number, err := strconv.ParseUint(port, 10, 16); {
	case err == nil:
		port = strconv.FormatUint(number, 10)
	case port != "":
	case strings.EqualFold(target.Scheme, "https"):
		port = "443"
	default:
		port = "80"
	}
	name := plainName(target.Hostname())
	if addr, err := netip.ParseAddr(name); err == nil {
		name = addr.Unmap().String()
	}
	return net.JoinHostPort(name, port)
}

// plainName is a host name without what makes no difference: case, and a dot at its end.
func plainName(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// message is what is sent.
type message struct {
	id      string
	body    []byte
	secrets []Secret
}

// message makes what is told about a blob. Its errors are our own.
func (n *Notifier) message(ctx context.Context, b *blobsight.Blob) (*message, error) {
	body, err := n.cfg.Body(b)
	if err != nil {
		return nil, fmt.Errorf("make the message of a callback: %w", err)
	}
	secrets, err := n.cfg.Secrets(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("find the secrets of a callback: %w", err)
	}
	if len(secrets) == 0 {
		return nil, errors.New("webhook: no secret signs the callback")
	}
	for i, s := range secrets {
		if len(s.key) < minSecretBytes {
			return nil, fmt.Errorf("webhook: secret %d is too short", i+1)
		}
	}
	return &message{id: MessageID(b.ID), body: body, secrets: secrets}, nil
}

func (n *Notifier) request(ctx context.Context, target *url.URL, msg *message) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(msg.body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", n.cfg.UserAgent)
	// An entry without a value is not sent. It tells the transport that a request
	// which met a connection just closed by the receiver may go over a new one:
	// the webhook-id makes repetitions harmless.
	req.Header["Idempotency-Key"] = nil
	Sign(req.Header, msg.id, n.cfg.Now(), msg.body, msg.secrets)
	return req, nil
}
