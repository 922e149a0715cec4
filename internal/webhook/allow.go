package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// Allow lists what may be called although it is not public. The zero value
// allows nothing.
type Allow struct {
	networks []netip.Prefix
	names    []string // plain; one that begins with a dot stands for all names that end so
}

// ParseAllow reads a list of networks, single addresses and host names, separated
// by commas, such as "127.0.0.0/8, ::1, receiver.lan, *.svc.cluster.local". The
// empty text is the empty list. The error names every bad entry and how to write it.
//
// A host name may lead to loopback, private and shared addresses; link-local ones,
// and the rest that is no host's, need an entry of their own.
func ParseAllow(text string) (Allow, error) {
	var allow Allow
	var bad []error
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		if name, ok := parseName(item); ok {
			allow.names = append(allow.names, name)
			continue
		}
		prefix, err := parseNetwork(item)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		allow.networks = append(allow.networks, prefix)
	}
	if len(bad) > 0 {
		return Allow{}, errors.Join(bad...)
	}
	return allow, nil
}

// name reports whether a host, as the callback URL spells it, is allowed by name.
func (a Allow) name(host string) bool {
	host = plainName(host)
	if _, err := netip.ParseAddr(host); err == nil || strings.HasPrefix(host, ".") {
		return false
	}
	for _, name := range a.names {
		if host == name || strings.HasPrefix(name, ".") && strings.HasSuffix(host, name) && len(host) > len(name) {
			return true
		}
	}
	return false
}

// parseName reads a host name in its ASCII form. What could be meant as an address is none.
func parseName(item string) (string, bool) {
	name := plainName(item)
	suffix, wild := strings.CutPrefix(name, "*.")
	labels := strings.Split(suffix, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", false
		}
	}
	if last := labels[len(labels)-1]; last[0] >= '0' && last[0] <= '9' || len(suffix) > 253 {
		return "", false
	}
	if wild {
		return "." + suffix, true
	}
	return suffix, true
}

func parseNetwork(item string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(item)
	if err != nil {
		addr, err := netip.ParseAddr(item)
		if err != nil || addr.Zone() != "" {
			return netip.Prefix{}, fmt.Errorf("%q is no network, address or host name; write for example 192.168.0.0/16, ::1, receiver.lan or *.lan", item)
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
