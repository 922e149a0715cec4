package webhook

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"syscall"

	"code.dny.dev/ssrf"
)

// Guard decides which addresses may be connected to: public ones, and those
// that were allowed. It looks at the address that is about to be dialed, after
// the host name was looked up, so a name that changes its address between two
// look-ups gains nothing. It may be used by many goroutines at once.
type Guard struct {
	allow   Allow
	ports   Ports
	anyone  *ssrf.Guardian // for all hosts
	insider *ssrf.Guardian // for hosts that are allowed by name
}

// NewGuard makes a guard that also lets connections to what is allowed, and only
// to the given ports.
func NewGuard(allow Allow, ports Ports) *Guard {
	return &Guard{
		allow: allow, ports: ports,
		anyone:  guardian(allow.networks),
		insider: guardian(append(insideNetworks(), allow.networks...)),
	}
}

// guardian refuses what is not public and not in the allowed networks.
func guardian(allow []netip.Prefix) *ssrf.Guardian {
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	return ssrf.New(
		ssrf.WithAnyPort(),
		ssrf.WithAllowedV4Prefixes(v4...),
		ssrf.WithAllowedV6Prefixes(v6...),
		// Azure's platform service lies in public space but answers only to
		// machines inside, like the metadata addresses of others.
		ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix("168.63.129.16/32")),
	)
}

// insideNetworks are where a host that is allowed by name may be.
func insideNetworks() []netip.Prefix {
	var out []netip.Prefix
	for _, p := range []string{"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7"} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// isMetadata tells the addresses inside which clouds hand out credentials; the
// others of them are link-local.
func isMetadata(addr netip.Addr) bool {
	switch addr.String() {
	case "100.100.100.200", "fd00:ec2::254", "fd20:ce::254", "fd00:42::42":
		return true
	}
	return false
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
func (g *Guard) Check(addr netip.Addr) error { return g.CheckFor("", addr) }

// CheckFor is [Guard.Check] for an address to which the name host has led.
func (g *Guard) CheckFor(host string, addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	switch {
	case !addr.IsValid():
	case g.anyone.SafeAddr(addr) == nil:
		return nil
	case g.allow.name(host) && !isMetadata(addr) && g.insider.SafeAddr(addr) == nil:
		return nil
	}
	return &AddressError{Addr: addr}
}

// CheckPort is nil for a port that may be connected to, else a [*PortError].
func (g *Guard) CheckPort(port uint16) error {
	if !g.ports.Contains(port) {
		return &PortError{Port: port, Allowed: g.ports}
	}
	return nil
}

// Control checks connections to the name host, as [net.Dialer.Control] does: each
// address, right before it is dialed. Only TCP is let through.
func (g *Guard) Control(host string) func(network, address string, _ syscall.RawConn) error {
	return func(network, address string, _ syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		if err != nil {
			return &AddressError{}
		}
		if network != "tcp4" && network != "tcp6" {
			return &AddressError{Addr: target.Addr()}
		}
		if err := g.CheckPort(target.Port()); err != nil {
			return err
		}
		return g.CheckFor(host, target.Addr())
	}
}

// dialing makes dialer check each connection. Bad ports are not even looked up.
func (g *Guard) dialing(dialer net.Dialer) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || g.CheckPort(uint16(number)) != nil {
			return nil, &PortError{Port: uint16(number), Allowed: g.ports}
		}
		checked := dialer
		checked.Control = g.Control(host)
		return checked.DialContext(ctx, network, address)
	}
}
