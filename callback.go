package blobsight

import (
	"net/url"
	"strconv"
	"strings"
)

// maxCallbackURL bounds the length of a callback URL, in bytes: what common
// servers accept in a request line.
const maxCallbackURL = 2048

// CheckCallbackURL says whether raw can be called back: an absolute http or
// https URL with a host and without user-info. Nothing is looked up or fetched;
// whether the address may be called is decided at each attempt. The error is
// [ErrInvalidCallback] with the reason.
func CheckCallbackURL(raw string) error {
	if raw == "" {
		return ErrInvalidCallback.With("callback_url is empty; send an http(s) URL, or null to poll instead")
	}
	if len(raw) > maxCallbackURL {
		return ErrInvalidCallback.With("callback_url is longer than %d bytes", maxCallbackURL)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return ErrInvalidCallback.With("callback_url is not a URL")
	}
	switch {
	case u.Scheme == "":
		return ErrInvalidCallback.With("callback_url has no scheme; it must start with http:// or https://")
	case !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https"):
		return ErrInvalidCallback.With("callback_url has the scheme %q; only http and https are called", u.Scheme)
	case u.Hostname() == "":
		return ErrInvalidCallback.With("callback_url has no host")
	case u.User != nil:
		return ErrInvalidCallback.With("callback_url must not contain a user name or password")
	}
	return checkPort(u.Port())
}

func checkPort(port string) error {
	if port == "" {
		return nil
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return ErrInvalidCallback.With("callback_url has the port %s; ports go from 1 to 65535", port)
	}
	return nil
}
