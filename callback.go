package blobsight

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCallbackURL bounds the length of a callback URL, in bytes: what common
// servers accept in a request line.
const maxCallbackURL = 2048

// The lengths of names and of what is between their dots (RFC 1035, section 2.3.4).
const maxHostName, maxHostLabel = 253, 63

// CheckCallbackURL says whether raw can be called back: an absolute http or
// https URL with a host that can exist and without user-info. Nothing is looked up or fetched;
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
	if err := checkHost(u); err != nil {
		return err
	}
	return checkPort(u.Port())
}

// checkHost refuses hosts that are no address and cannot be a name. A host that ends
// in a number is an address (as the URL standard of browsers has it), and is only
// read in its usual form: others, such as 127.1 or 0x7f000001, mean an address to
// some programs and a name to the rest.
func checkHost(u *url.URL) error {
	host := u.Hostname()
	if strings.HasPrefix(u.Host, "[") {
		addr, err := netip.ParseAddr(host)
		switch {
		case err != nil || !addr.Is6():
			return ErrInvalidCallback.With("callback_url has %q between brackets; an IPv6 address belongs there", host)
		case addr.Zone() != "":
			return ErrInvalidCallback.With("callback_url has the zone %q in its address; leave it out", addr.Zone())
		}
		return nil
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	name := strings.TrimSuffix(host, ".")
	if len(name) > maxHostName {
		return ErrInvalidCallback.With("callback_url has a host name longer than %d bytes", maxHostName)
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > maxHostLabel || !utf8.ValidString(label) || strings.ContainsFunc(label, notInNames) {
			return ErrInvalidCallback.With("callback_url has the host %q; names consist of letters, digits and hyphens, between dots (in doubt, of their ASCII form, xn--…)", host)
		}
	}
	if isNumber(name[strings.LastIndexByte(name, '.')+1:]) {
		return ErrInvalidCallback.With("callback_url has the host %q; IPv4 addresses are written as four decimal numbers, such as 192.0.2.1", host)
	}
	return nil
}

// notInNames tells characters that names have not. Beyond ASCII only letters may
// stand as they are: what else looks like a digit or a dot may become one.
func notInNames(r rune) bool {
	switch {
	case r > unicode.MaxASCII:
		wide := r >= 0xff00 && r <= 0xffef // letters, digits and dots of ASCII in other widths
		return wide || !unicode.IsLetter(r) && !unicode.IsMark(r)
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_':
		return false
	}
	return true
}

// isNumber reports whether some programs read label as a decimal, octal or hexadecimal number.
func isNumber(label string) bool {
	label = strings.ToLower(label)
	if digits, hex := strings.CutPrefix(label, "0x"); hex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
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
