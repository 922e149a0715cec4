package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// azureWire is the address of Azure's platform service. It lies in public
// space but answers only to machines inside, like the metadata address.
const azureWire = "168.63.129.16/32"

// Guard decides which addresses may be connected to: public ones, and those
// that were allowed. It looks at the address that is about to be dialed, after
// the host name was looked up, so a name that changes its address between two
// look-ups gains nothing. It may be used by many goroutines at once.
type Guard struct {
	guardian *ssrf.Guardian
}

// NewGuard makes a guard that also lets connections into the allowed networks.
func NewGuard(allow []netip.Prefix) *Guard {
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	return &Guard{guardian: ssrf.New(
		ssrf.WithAnyPort(),
		ssrf.WithAllowedV4Prefixes(v4...),
		ssrf.WithAllowedV6Prefixes(v6...),
		ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix(azureWire)),
	)}
}

// AddressError says that an address may not be connected to.
type AddressError struct{ Addr netip.Addr }

// Error names the address, and the setting that would allow it.
func (e *AddressError) Error() string {
	if !e.Addr.IsValid() {
		return "the address is not allowed"
	}
	only := netip.PrefixFrom(e.Addr, e.Addr.BitLen())
	return fmt.Sprintf("address %s is not allowed; start the server with --callback-allow %s", e.Addr, only)
}

// Check is nil for an address that may be connected to and an [*AddressError]
// for any other. An IPv4 address in IPv6 clothes (::ffff:10.0.0.1) counts as
// what it is; the zone of an IPv6 address (%eth0) is ignored.
func (g *Guard) Check(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || g.guardian.SafeAddr(addr) != nil {
		return &AddressError{Addr: addr}
	}
	return nil
}

// Control is [Guard.Check] for [net.Dialer.Control]. Only TCP is let through.
func (g *Guard) Control(network, address string, conn syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return &AddressError{}
	}
	if network != "tcp4" && network != "tcp6" {
		return &AddressError{Addr: target.Addr()}
	}
	return g.Check(target.Addr())
}

// ParseAllow reads a list of networks and single addresses, separated by
// commas, such as "127.0.0.0/8, ::1, 192.168.1.20". The empty text is the
// empty list. The error names every bad entry and how to write it.
func ParseAllow(text string) ([]netip.Prefix, error) {
	var allow []netip.Prefix
	var bad []error
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		prefix, err := parseNetwork(item)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		allow = append(allow, prefix)
	}
	if len(bad) > 0 {
		return nil, errors.Join(bad...)
	}
	return allow, nil
}

func parseNetwork(item string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(item)
	if err != nil {
		addr, err := netip.ParseAddr(item)
		if err != nil || addr.Zone() != "" {
			return netip.Prefix{}, fmt.Errorf("%q is no network or address; write for example 192.168.0.0/16, 127.0.0.1 or ::1", item)
		}
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	if prefix.Addr().Is4In6() {
		return netip.Prefix{}, fmt.Errorf("%q is an IPv4 network written as IPv6; write it as IPv4, for example %s/8", item, prefix.Addr().Unmap())
	}
	if prefix != prefix.Masked() {
		one := netip.PrefixFrom(prefix.Addr(), prefix.Addr().BitLen())
		return netip.Prefix{}, fmt.Errorf("%q names a single address and a network at once; write %s or %s", item, one, prefix.Masked())
	}
	return prefix, nil
}
