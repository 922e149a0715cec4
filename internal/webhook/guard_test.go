package webhook_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"blobsight/internal/webhook"
)

func TestGuardRefuses(t *testing.T) {
	t.Parallel()
	hostile := map[string][]string{
		"loopback":     {"127.0.0.1", "127.0.0.53", "127.1.2.3", "127.255.255.254", "::1"},
		"unspecified":  {"0.0.0.0", "0.1.2.3", "::"},
		"private":      {"10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "fc00::1", "fd12:3456::1"},
		"link-local":   {"169.254.0.1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1"},
		"metadata":     {"169.254.169.254", "169.254.170.2", "169.254.169.123", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254"},
		"CGNAT":        {"100.64.0.1", "100.127.255.254"},
		"multicast":    {"224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"},
		"broadcast":    {"255.255.255.255", "240.0.0.1"},
		"special":      {"192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "2001:db8::1", "3fff::1", "100::1"},
		"IPv4-mapped":  {"::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0"},
		"IPv4-compat":  {"::127.0.0.1", "::10.0.0.1", "::ffff:0:127.0.0.1"},
		"NAT64":        {"64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::10.0.0.1"},
		"6to4, Teredo": {"2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "2001::1", "2001:0:7f00:1::"},
	}
	guard := webhook.NewGuard(webhook.Allow{}, webhook.Ports{})
	for kind, hosts := range hostile {
		for _, host := range hosts {
			addr := netip.MustParseAddr(host)
			var refused *webhook.AddressError
			if err := guard.Check(addr); !errors.As(err, &refused) {
				t.Errorf("%s: %s is let through (%v)", kind, host, err)
			}
		}
	}
	if guard.Check(netip.Addr{}) == nil {
		t.Error("the invalid address is let through")
	}
}

func TestGuardLetsThroughPublicAddresses(t *testing.T) {
	t.Parallel()
	guard := webhook.NewGuard(webhook.Allow{}, webhook.Ports{})
	for _, host := range []string{
		"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "126.255.255.255", "128.0.0.1", "100.63.255.255",
		"100.128.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255",
		"168.63.129.15", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
	} {
		if err := guard.Check(netip.MustParseAddr(host)); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestGuardAllows(t *testing.T) {
	t.Parallel()
	guard := webhook.NewGuard(allow(t, "127.0.0.0/8, 192.168.1.20, fd00::/8, fe80::/10"), webhook.Ports{})
	for host, allowed := range map[string]bool{
		"127.0.0.1": true, "127.9.9.9": true, "::ffff:127.0.0.1": true, "192.168.1.20": true, "fd00::1": true, "fe80::1%eth0": true,
		"192.168.1.21": false, "10.0.0.1": false, "::1": false, "169.254.169.254": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "fc00::1": false,
	} {
		if err := guard.Check(netip.MustParseAddr(host)); (err == nil) != allowed {
			t.Errorf("%s: allowed = %t (%v), want %t", host, err == nil, err, allowed)
		}
	}
}

// TestGuardAdvice: the message tells which setting lets the address through, and it does.
func TestGuardAdvice(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"127.0.0.1":        "address 127.0.0.1 is not allowed; start the server with --callback-allow 127.0.0.1/32",
		"::ffff:127.0.0.1": "address 127.0.0.1 is not allowed; start the server with --callback-allow 127.0.0.1/32",
		"fe80::1%eth0":     "address fe80::1 is not allowed; start the server with --callback-allow fe80::1/128",
	} {
		addr := netip.MustParseAddr(host)
		err := webhook.NewGuard(webhook.Allow{}, webhook.Ports{}).Check(addr)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", host, err, want)
			continue
		}
		_, advice, _ := strings.Cut(err.Error(), "--callback-allow ")
		if err := webhook.NewGuard(allow(t, advice), webhook.Ports{}).Check(addr); err != nil {
			t.Errorf("after following the advice: %v", err)
		}
	}
}

func TestGuardControl(t *testing.T) {
	t.Parallel()
	guard := webhook.NewGuard(webhook.Allow{}, webhook.Ports{})
	for _, target := range [][2]string{
		{"tcp4", "127.0.0.1:80"},
		{"tcp6", "[::1]:80"},
		{"tcp6", "[fe80::1%eth0]:80"},
		{"tcp4", "10.0.0.1:443"},
		{"udp4", "8.8.8.8:53"},
		{"unix", "/run/docker.sock"},
		{"tcp4", ":80"},
		{"tcp4", "localhost:80"},
		{"tcp4", ""},
	} {
		if err := guard.Control("")(target[0], target[1], nil); err == nil {
			t.Errorf("%s %s is let through", target[0], target[1])
		}
	}
	for _, target := range [][2]string{{"tcp4", "8.8.8.8:80"}, {"tcp4", "8.8.8.8:1"}, {"tcp6", "[2606:4700::1]:65535"}} {
		if err := guard.Control("")(target[0], target[1], nil); err != nil {
			t.Errorf("%s %s: %v", target[0], target[1], err)
		}
	}
}
