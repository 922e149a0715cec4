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
	"time"

	"blobsight"
)

// failure makes a Receipt of the error of an attempt that got no answer. Its text
// is made of our own words: it is safe to show to the owner of the callback URL.
func failure(ctx context.Context, err error, target *url.URL) blobsight.Receipt {
	class, detail := classify(ctx, err)
	if class == blobsight.FailureAddress {
		detail = hideAddress(err, target, detail)
	}
	return blobsight.Receipt{Class: class, Detail: detail, Err: withoutURL(err)}
}

// withoutURL takes the callback URL out of what is logged: it may hold a password of
// the receiver's.
func withoutURL(err error) error {
	if request := (*url.Error)(nil); errors.As(err, &request) {
		return request.Err
	}
	return err
}

// classify puts an error into a class. The order matters: a timeout shows itself
// as many other errors.
func classify(ctx context.Context, err error) (blobsight.FailureClass, string) {
	var own *timeoutError
	var badURL *urlError
	var address *AddressError
	var port *PortError
	var proxy *proxyError
	var dns *net.DNSError
	var network net.Error
	switch {
	case errors.As(err, &badURL):
		return blobsight.FailureURL, urlDetail(badURL)
	case errors.As(err, &address):
		return blobsight.FailureAddress, address.Error()
	case errors.As(err, &port):
		return blobsight.FailureAddress, port.Error()
	case errors.As(context.Cause(ctx), &own):
		return blobsight.FailureTimeout, own.Error()
	case errors.As(err, &proxy):
		return blobsight.FailureConnection, proxy.Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		return blobsight.FailureDNS, "the host name was not found"
	case errors.As(err, &dns):
		return blobsight.FailureDNS, "the host name could not be looked up"
	case errors.As(err, &network) && network.Timeout():
		return blobsight.FailureTimeout, "timed out while connecting"
	}
	if detail := tlsDetail(err); detail != "" {
		return blobsight.FailureTLS, "TLS: " + detail
	}
	return blobsight.FailureConnection, connectionDetail(err)
}

// urlDetail prefers what the check at creation would have said.
func urlDetail(err *urlError) string {
	var said *blobsight.Error
	if errors.As(err, &said) && said.Detail != "" {
		return said.Detail
	}
	return err.Error()
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

// hideAddress leaves an address that a name has led to out of what the owner of
// the callback is told: it may be of the inside of the operator's network. It
// stays in Err, for the log.
func hideAddress(err error, target *url.URL, detail string) string {
	var address *AddressError
	if !errors.As(err, &address) || target == nil || net.ParseIP(target.Hostname()) != nil {
		return detail
	}
	return "the address of the host is not allowed; the operator can allow its network, or the host itself, with --callback-allow"
}

// timeoutError is the cause of an attempt's end by our own timeout.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("timed out after %s", e.after) }
