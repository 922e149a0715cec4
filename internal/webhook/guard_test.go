package webhook_test

import (
	"errors"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"blobsight/internal/webhook"

	"github.com/google/go-cmp/cmp"
)

func prefixes(t *testing.T, text string) []netip.Prefix {
	t.Helper()
	list, err := webhook.ParseAllow(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

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
	guard := webhook.NewGuard(nil)
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
	guard := webhook.NewGuard(nil)
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
	guard := webhook.NewGuard(prefixes(t, "127.0.0.0/8, 192.168.1.20, fd00::/8, fe80::/10"))
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
		err := webhook.NewGuard(nil).Check(addr)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", host, err, want)
			continue
		}
		_, advice, _ := strings.Cut(err.Error(), "--callback-allow ")
		if err := webhook.NewGuard(prefixes(t, advice)).Check(addr); err != nil {
			t.Errorf("after following the advice: %v", err)
		}
	}
}

func TestGuardControl(t *testing.T) {
	t.Parallel()
	guard := webhook.NewGuard(nil)
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
		if err := guard.Control(target[0], target[1], nil); err == nil {
			t.Errorf("%s %s is let through", target[0], target[1])
		}
	}
	for _, target := range [][2]string{{"tcp4", "8.8.8.8:80"}, {"tcp4", "8.8.8.8:1"}, {"tcp6", "[2606:4700::1]:65535"}} {
		if err := guard.Control(target[0], target[1], nil); err != nil {
			t.Errorf("%s %s: %v", target[0], target[1], err)
		}
	}
}

// TestGuardDials sends callbacks to hostile hosts for real. The receiver
// listens where 127.0.0.1 leads to, and must not be reached by any spelling.
func TestGuardDials(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(mustNotBeCalled(t))
	t.Cleanup(receiver.Close)
	at, err := url.Parse(receiver.URL)
	if err != nil {
		t.Fatal(err)
	}
	cfg := settings(t)
	cfg.Allow = nil
	cfg.Resolver = resolver(t, func(host string) []netip.Addr {
		return map[string][]netip.Addr{
			"localhost":        {netip.MustParseAddr("127.0.0.1")}, // "localhost." is not found in the hosts file
			"inside.example":   {netip.MustParseAddr("127.0.0.1")},
			"inside6.example":  {netip.MustParseAddr("::1")},
			"many.example":     {netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("fd00::1")},
			"metadata.example": {netip.MustParseAddr("169.254.169.254")},
		}[host]
	})
	n := newNotifier(t, cfg)

	tests := []struct {
		host string
		want webhook.Class
	}{
		{"127.0.0.1", webhook.ClassAddress},
		{"127.0.0.2", webhook.ClassAddress},
		{"[::1]", webhook.ClassAddress},
		{"[::]", webhook.ClassAddress},
		{"0.0.0.0", webhook.ClassAddress},
		{"", webhook.ClassURL},
		{"[::ffff:127.0.0.1]", webhook.ClassAddress},
		{"[::ffff:7f00:1]", webhook.ClassAddress},
		{"[0:0:0:0:0:ffff:127.0.0.1]", webhook.ClassAddress},
		{"[fe80::1%25lo]", webhook.ClassAddress},
		{"localhost", webhook.ClassAddress},
		{"LOCALHOST", webhook.ClassAddress},
		{"localhost.", webhook.ClassAddress},
		{"inside.example", webhook.ClassAddress},
		{"inside.example.", webhook.ClassAddress},
		{"inside6.example", webhook.ClassAddress},
		{"many.example", webhook.ClassAddress},
		{"metadata.example", webhook.ClassAddress},
		{"169.254.169.254", webhook.ClassAddress},
		{"10.0.0.1", webhook.ClassAddress},
		{"100.64.0.1", webhook.ClassAddress},
		{"192.168.1.1", webhook.ClassAddress},
		{"255.255.255.255", webhook.ClassAddress},
		{"[fc00::1]", webhook.ClassAddress},
		{"[64:ff9b::7f00:1]", webhook.ClassAddress},
		{"[2002:7f00:1::]", webhook.ClassAddress},
		// Spellings that the C library takes for 127.0.0.1 are plain names here, and unknown ones.
		{"2130706433", webhook.ClassDNS},
		{"0x7f000001", webhook.ClassDNS},
		{"0x7f.0.0.1", webhook.ClassDNS},
		{"0177.0.0.1", webhook.ClassDNS},
		{"017700000001", webhook.ClassDNS},
		{"127.1", webhook.ClassDNS},
		{"127.0.1", webhook.ClassDNS},
		{"%31%32%37.0.0.1", webhook.ClassURL},
		{"①②⑦.0.0.1", webhook.ClassAddress}, // IDN mapping makes digits of them
	}
	for _, tt := range tests {
		t.Run(tt.host, func(t *testing.T) {
			t.Parallel()
			err := n.Notify(t.Context(), blobFor("http://"+tt.host+":"+at.Port()+"/"))
			var failed *webhook.DeliveryError
			if !errors.As(err, &failed) || failed.Class != tt.want {
				t.Errorf("%#v, want class %s", err, tt.want)
			}
		})
	}
}

// TestGuardChecksEveryDial: a name that leads to an allowed address at first
// and to another one later gains nothing by it.
func TestGuardChecksEveryDial(t *testing.T) {
	t.Parallel()
	var leadsTo atomic.Value
	leadsTo.Store(netip.MustParseAddr("127.0.0.1"))
	cfg := settings(t)
	cfg.Resolver = resolver(t, func(string) []netip.Addr { return []netip.Addr{leadsTo.Load().(netip.Addr)} })
	got := make(chan string, 2)
	receiver := httptest.NewServer(accept(got))
	defer receiver.Close()
	n := newNotifier(t, cfg)
	target := blobFor(strings.Replace(receiver.URL, "127.0.0.1", "rebinding.example", 1))

	if err := n.Notify(t.Context(), target); err != nil {
		t.Fatal(err)
	}
	n.Close() // so that the next attempt dials anew
	leadsTo.Store(netip.MustParseAddr("127.0.0.2"))
	err := n.Notify(t.Context(), target)
	var address *webhook.AddressError
	if !errors.As(err, &address) || address.Addr.String() != "127.0.0.2" {
		t.Errorf("after the name has moved: %v", err)
	}
	if strings.Contains(err.Error(), "127.0.0.2") {
		t.Errorf("the owner of the callback is told where the name leads to: %v", err)
	}
	if len(got) != 1 {
		t.Errorf("the receiver was called %d times, want 1", len(got))
	}
}

func TestParseAllow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{" , ", nil},
		{"127.0.0.0/8,::1/128", []string{"127.0.0.0/8", "::1/128"}},
		{" 127.0.0.1 , fd00::/8,", []string{"127.0.0.1/32", "fd00::/8"}},
		{"::1", []string{"::1/128"}},
		{"::ffff:10.0.0.1", []string{"10.0.0.1/32"}},
		{"0.0.0.0/0,::/0", []string{"0.0.0.0/0", "::/0"}},
	}
	for _, tt := range tests {
		list, err := webhook.ParseAllow(tt.text)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
		}
		var got []string
		for _, p := range list {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestParseAllowRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"localhost":              `"localhost" is no network or address; write for example 192.168.0.0/16`,
		"10.0.0.0/33":            `"10.0.0.0/33" is no network or address`,
		"10.0.0.5/8":             `"10.0.0.5/8" names a single address and a network at once; write 10.0.0.5/32 or 10.0.0.0/8`,
		"fe80::1%eth0":           `"fe80::1%eth0" is no network or address`,
		"::ffff:10.0.0.0/104":    `"::ffff:10.0.0.0/104" is an IPv4 network written as IPv6`,
		"127.0.0.1:80":           `"127.0.0.1:80" is no network or address`,
		"127.0.0.1,x,10.0.0.1/8": "\"x\" is no network or address; write for example 192.168.0.0/16, 127.0.0.1 or ::1\n\"10.0.0.1/8\" names",
	} {
		list, err := webhook.ParseAllow(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v %v, want %s", text, list, err, want)
		}
	}
}
