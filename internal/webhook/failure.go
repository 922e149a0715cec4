package webhook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// Class groups failed attempts by what stood in the way.
type Class string

// The classes of failure.
const (
	ClassStatus      Class = "status"      // answered, but not with 2xx
	ClassRedirect    Class = "redirect"    // answered with a redirect, which is not followed
	ClassTimeout     Class = "timeout"     // took too long
	ClassConnection  Class = "connection"  // refused, unreachable, reset or cut off
	ClassDNS         Class = "dns"         // the host name could not be looked up
	ClassTLS         Class = "tls"         // no trusted, encrypted connection
	ClassAddress     Class = "address"     // the address is not allowed
	ClassURL         Class = "url"         // the callback URL cannot be called
	ClassInterrupted Class = "interrupted" // the caller gave up, for example to stop the server
	ClassInternal    Class = "internal"    // our fault: the message could not be made
)

// DeliveryError says why an attempt failed.
type DeliveryError struct {
	Class  Class
	Status int    // HTTP status; 0 when there was no answer
	Detail string // short, made of our own words: safe to show to the owner of the callback URL
	Err    error  // cause, for the log only; may be nil
}

// Error gives the detail only.
func (e *DeliveryError) Error() string { return e.Detail }

// Unwrap gives the cause.
func (e *DeliveryError) Unwrap() error { return e.Err }

// statusError is the error of an answer that is no success. The reason phrase
// of the receiver is not used: it could hold anything.
func statusError(status int) *DeliveryError {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return &DeliveryError{
			Class: ClassRedirect, Status: status,
			Detail: fmt.Sprintf("redirect to another address is not followed (%d)", status),
		}
	}
	detail := fmt.Sprintf("answered %d", status)
	if text := http.StatusText(status); text != "" {
		detail += " " + text
	}
	return &DeliveryError{Class: ClassStatus, Status: status, Detail: detail}
}

// failure puts the error of an attempt that got no answer into a class. The
// order matters: a timeout shows itself as many other errors.
func failure(ctx context.Context, err error) *DeliveryError {
	class, detail := classify(ctx, err)
	return &DeliveryError{Class: class, Detail: detail, Err: err}
}

func classify(ctx context.Context, err error) (Class, string) {
	var own *timeoutError
	var address *AddressError
	var dns *net.DNSError
	var network net.Error
	switch {
	case errors.As(context.Cause(ctx), &own):
		return ClassTimeout, own.Error()
	case errors.Is(ctx.Err(), context.Canceled):
		return ClassInterrupted, "the attempt was interrupted"
	case errors.As(err, &address):
		return ClassAddress, address.Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		return ClassDNS, "the host name was not found"
	case errors.As(err, &dns):
		return ClassDNS, "the host name could not be looked up"
	case errors.As(err, &network) && network.Timeout():
		return ClassTimeout, "timed out"
	}
	if detail := tlsDetail(err); detail != "" {
		return ClassTLS, "TLS: " + detail
	}
	return ClassConnection, connectionDetail(err)
}

// tlsDetail is empty when err has nothing to do with TLS.
func tlsDetail(err error) string {
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &host):
		return "the certificate is for another host name"
	case errors.As(err, &authority):
		return "the certificate was not issued by a trusted authority"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate has expired or is not valid yet"
	case errors.As(err, &certificate), errors.As(err, &invalid):
		return "the certificate is not valid"
	case errors.Is(err, http.ErrSchemeMismatch):
		return "the receiver speaks plain HTTP at an https address"
	case errors.As(err, &alert), errors.As(err, &record):
		return "no common way to encrypt the connection was found"
	default:
		return ""
	}
}

func connectionDetail(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "the host cannot be reached"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed without an answer"
	default:
		return "no valid answer was received"
	}
}

// metNobody reports whether err means that the receiver did not answer at all.
func metNobody(err error) bool {
	var d *DeliveryError
	return errors.As(err, &d) && (d.Class == ClassTimeout || d.Class == ClassConnection || d.Class == ClassDNS)
}

// hideAddress leaves an address that a name has led to out of what the owner of
// the callback is told: it may be of the inside of the operator's network. It
// stays in Err, for the log.
func hideAddress(err error, target *url.URL) error {
	var d *DeliveryError
	if errors.As(err, &d) && d.Class == ClassAddress && net.ParseIP(target.Hostname()) == nil {
		d.Detail = "the address of the host is not allowed; the operator can allow its network with --callback-allow"
	}
	return err
}
