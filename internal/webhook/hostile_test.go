package webhook_test

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/webhook"
)

// create is where a hostile URL stops that is not even taken in.
const create blobsight.FailureClass = "create"

// hostileURLs must not reach the receiver that listens at {port} of the loopback
// addresses. The attempts may call 127.0.0.2, at ports 80, 443 and {port} only.
func hostileURLs() map[string]blobsight.FailureClass {
	const address, dns = blobsight.FailureAddress, blobsight.FailureDNS
	return map[string]blobsight.FailureClass{
		// Loopback, in its usual forms.
		"http://127.0.0.1:{port}/":           address,
		"https://127.0.0.1:{port}/":          address,
		"HTTP://127.0.0.1:{port}/":           address,
		"http://127.0.0.3:{port}/":           address,
		"http://127.255.255.254:{port}/":     address,
		"http://[::1]:{port}/":               address,
		"http://[0:0:0:0:0:0:0:1]:{port}/":   address,
		"http://[0000::0001]:{port}/":        address,
		"http://localhost:{port}/":           address,
		"http://LocalHost:{port}/":           address,
		"http://localhost.:{port}/":          address,
		"http://inside.example:{port}/":      address,
		"http://inside.example.:{port}/":     address,
		"http://inside6.example:{port}/":     address,
		"http://127.0.0.1.nip.test:{port}/":  address,
		"http://ınside.example:{port}/":      dns, // another name, though it looks alike
		"http://inside。example:{port}/":      create,
		"http://i%6eside.example:{port}/":    create,
		"http://127.0.0.1:{port}#.example/":  address, // the fragment is no part of the host
		"http://127.0.0.1:{port}/#.example/": address,
		"http://127.0.0.1:{port}?.example/":  address,

		// Numbers that some programs take for addresses.
		"http://2130706433:{port}/":           create,
		"http://017700000001:{port}/":         create,
		"http://0x7f000001:{port}/":           create,
		"http://0X7F000001:{port}/":           create,
		"http://0x7f.0.0.1:{port}/":           create,
		"http://0x7f.0x0.0x0.0x1:{port}/":     create,
		"http://0177.0.0.1:{port}/":           create,
		"http://0177.0x0.0.01:{port}/":        create,
		"http://127.1:{port}/":                create,
		"http://127.0.1:{port}/":              create,
		"http://127.0.0.01:{port}/":           create,
		"http://127.0.0.1.:{port}/":           create,
		"http://0:{port}/":                    create,
		"http://0x0:{port}/":                  create,
		"http://383.0.0.1:{port}/":            create, // 383 = 256 + 127
		"http://4424673793:{port}/":           create, // the same in one number
		"http://127.0.0.1%00.example:{port}/": create,
		"http://%31%32%37.0.0.1:{port}/":      create,
		"http://-127.0.0.1:{port}/":           create,
		"http://0x7f000001.:{port}/":          create,
		"http://169.254.43518:{port}/":        create,
		"http://0xa9fea9fe/latest/meta-data/": create,
		"http://2852039166/latest/meta-data/": create,
		"http://0251.0376.0251.0376/":         create,
		"http://[::127.0.0.1%31]:{port}/":     create,
		"http://[127.0.0.1]:{port}/":          create,
		"http://[::ffff:2130706433]:{port}/":  create,
		"http://[0:0:0:0:0:0:0:0:1]:{port}/":  create,
		"http://::1:{port}/":                  create,

		// Characters that become others.
		"http://①②⑦.⓪.⓪.①:{port}/":         create,
		"http://１２７.０.０.１:{port}/":         create,
		"http://127。0。0。1:{port}/":         create,
		"http://127．0．0．1:{port}/":         create,
		"http://127｡0｡0｡1:{port}/":         create,
		"http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:{port}/":         create,
		"http://¹²⁷.0.0.1:{port}/":         create,
		"http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/":         create,
		"http://ｌｏｃａｌｈｏｓｔ:{port}/":         create,
		"http://𝓵𝓸𝓬𝓪𝓵𝓱𝓸𝓼𝓽:{port}/":         address, // letters that the transport turns into plain ones
		"http://localho\u017ft:{port}/":    address, // the same with ſ
		"http://local\u00adhost:{port}/":   create,
		"http://local\u200bhost:{port}/":   create,
		"http://local\u202ehost:{port}/":   create,
		"http://localhost\u2024:{port}/":   create,
		"http://%E2%93%9Bocalhost:{port}/": create,
		"http://\xff\xfe:{port}/":          create,
		"http://xn--{port}.example/":       dns,

		// User-info, backslashes, white space.
		"http://example.com@127.0.0.1:{port}/":       create,
		"http://127.0.0.1:{port}@example.com/":       create,
		"http://user:password@127.0.0.1:{port}/":     create,
		"http://@127.0.0.1:{port}/":                  create,
		"http://example.com%40127.0.0.1:{port}/":     create,
		"http://example.com\\@127.0.0.1:{port}/":     create,
		"http://127.0.0.1:{port}\\@example.com/":     create,
		"http:\\\\127.0.0.1:{port}\\":                create,
		"http:/\\127.0.0.1:{port}/":                  create,
		"http:///127.0.0.1:{port}/":                  create,
		"http:127.0.0.1:{port}/":                     create,
		"//127.0.0.1:{port}/":                        create,
		"127.0.0.1:{port}":                           create,
		" http://127.0.0.1:{port}/":                  create,
		"http://127.0.0.1 :{port}/":                  create,
		"http://127.0.0.1\t:{port}/":                 create,
		"ht\ttp://127.0.0.1:{port}/":                 create,
		"http://127.0.0.1:{port}/\r\nX-Injected: 1":  create,
		"http://127.0.0.1\x00.example:{port}/":       create,
		"http://example.com:80,127.0.0.1:{port}/":    create,
		"http://example.com;127.0.0.1:{port}/":       create,
		"http://example.com#@127.0.0.1:{port}/":      dns, // all of example.com
		"http://example.com?@127.0.0.1:{port}/":      dns,
		"http://example.com/../@127.0.0.1:{port}/":   dns,
		"http://example.com/%0d%0aHost:%20127.0.0.1": dns,

		// Other schemes.
		"file:///etc/passwd":                   create,
		"file://127.0.0.1:{port}/":             create,
		"gopher://127.0.0.1:{port}/_GET%20/":   create,
		"ftp://127.0.0.1:{port}/":              create,
		"dict://127.0.0.1:{port}/":             create,
		"ldap://127.0.0.1:{port}/":             create,
		"tftp://127.0.0.1:{port}/":             create,
		"ws://127.0.0.1:{port}/":               create,
		"unix:///run/docker.sock":              create,
		"http+unix://%2Frun%2Fdocker.sock/":    create,
		"javascript:alert(1)":                  create,
		"data:text/plain,x":                    create,
		"jar:http://127.0.0.1:{port}/!/":       create,
		"netdoc:///etc/passwd":                 create,
		"http://":                              create,
		"http://:{port}/":                      create,
		"http://?@127.0.0.1:{port}/":           create,
		"http://[fe80::1%25lo]:{port}/":        create,
		"http://[::1%25lo]:{port}/":            create,
		"http://[::1]extra:{port}/":            create,
		"http://[::1:{port}/":                  create,
		"http://[v1.127.0.0.1]:{port}/":        create,
		"http://" + longName + ":{port}/":      create,
		"http://a..inside.example:{port}/":     create,
		"http://.inside.example:{port}/":       create,
		"http://in_side*.example:{port}/":      create,
		"http://127.0.0.1:{port}/" + longPath:  create,
		"http://127.0.0.1:{port}/hook%zz":      create,
		"http://[::ffff:127.0.0.1%25]:{port}/": create,
		"http://127.0.0.1:{port}:{port}/":      create,
		"http://127.0.0.1:0x50/":               create,
		"http://127.0.0.1:+{port}/":            create,
		"http://127.0.0.1:-1/":                 create,
		"http://127.0.0.1:0/":                  create,
		"http://127.0.0.1:65536/":              create,
		"http://127.0.0.1:4294967376/":         create, // 80 in 32 bits
		"http://127.0.0.2:22/":                 address,
		"http://127.0.0.2:25/":                 address,
		"http://127.0.0.2:6379/":               address,
		"https://127.0.0.2:11211/":             address,
		"http://nowhere.example:22/":           address, // not even looked up
		"http://allowed.example:5432/":         address,

		// IPv4 in IPv6 clothes.
		"http://[::ffff:127.0.0.1]:{port}/":           address,
		"http://[::ffff:7f00:1]:{port}/":              address,
		"http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/":   address,
		"http://[::ffff:10.0.0.1]/":                   address,
		"http://[::ffff:169.254.169.254]/":            address,
		"http://[::127.0.0.1]:{port}/":                address,
		"http://[::7f00:1]:{port}/":                   address,
		"http://[::ffff:0:127.0.0.1]:{port}/":         address,
		"http://[64:ff9b::127.0.0.1]:{port}/":         address,
		"http://[64:ff9b::7f00:1]:{port}/":            address,
		"http://[64:ff9b:1::a00:1]/":                  address,
		"http://[2002:7f00:1::]:{port}/":              address,
		"http://[2002:a9fe:a9fe::1]/":                 address,
		"http://[2001::7f00:1]/":                      address,
		"http://[2001:0:7f00:1:0:0:80ff:fffe]:{port}": address,
		"http://mapped.example:{port}/":               address,
		"http://nat64.example:{port}/":                address,

		// The rest of what is not public.
		"http://0.0.0.0:{port}/":              address,
		"http://0.1.2.3:{port}/":              address,
		"http://[::]:{port}/":                 address,
		"http://10.0.0.1/":                    address,
		"http://172.16.0.1/":                  address,
		"http://172.31.255.255/":              address,
		"http://192.168.1.1/":                 address,
		"http://100.64.0.1/":                  address,
		"http://100.127.255.254/":             address,
		"http://169.254.1.1/":                 address,
		"http://[fe80::1]/":                   address,
		"http://[fec0::1]/":                   address,
		"http://[fc00::1]/":                   address,
		"http://[fd12:3456:789a::1]/":         address,
		"http://224.0.0.1/":                   address,
		"http://239.255.255.250/":             address,
		"http://[ff02::1]/":                   address,
		"http://[ff0e::1]/":                   address,
		"http://255.255.255.255/":             address,
		"http://240.0.0.1/":                   address,
		"http://192.0.2.1/":                   address,
		"http://198.18.0.1/":                  address,
		"http://198.51.100.1/":                address,
		"http://203.0.113.1/":                 address,
		"http://192.88.99.1/":                 address,
		"http://[2001:db8::1]/":               address,
		"http://[100::1]/":                    address,
		"http://[3fff::1]/":                   address,
		"http://[5f00::1]/":                   address,
		"http://169.254.169.254/latest/":      address, // most clouds
		"http://169.254.170.2/v2/credentials": address, // AWS ECS
		"http://169.254.170.23/v1/":           address, // AWS EKS
		"http://[fd00:ec2::254]/latest/":      address, // AWS
		"http://[fd20:ce::254]/":              address, // Google
		"http://100.100.100.200/latest/":      address, // Alibaba
		"http://192.0.0.192/latest/":          address, // Oracle
		"http://168.63.129.16/machine":        address, // Azure
		"http://169.254.42.42/conf":           address, // Scaleway
		"http://[fd00:42::42]/conf":           address, // Scaleway
		"http://metadata.google.internal/":    address,
		"http://instance-data/latest/":        address,
		"http://alias.inside.example:{port}/": address,
		"http://alias.metadata.example/":      address,
		"http://many.example:{port}/":         address,
		"http://mixed.example:{port}/":        blobsight.FailureConnection, // the allowed address refuses, the other is not tried
	}
}

var (
	longName = strings.Repeat("a.", 127) + "example"
	longPath = strings.Repeat("a", 2048)
)

// hostileNames are what the names among the hostile URLs lead to.
func hostileNames(host string) []netip.Addr {
	addresses := map[string]string{
		"localhost":                "127.0.0.1", // "localhost." is not found in the hosts file
		"inside.example":           "127.0.0.1",
		"inside6.example":          "::1",
		"127.0.0.1.nip.test":       "127.0.0.1",
		"many.example":             "10.0.0.1 127.0.0.1 fd00::1",
		"mixed.example":            "127.0.0.2 127.0.0.1",
		"mapped.example":           "::ffff:127.0.0.1",
		"nat64.example":            "64:ff9b::7f00:1",
		"allowed.example":          "127.0.0.2",
		"metadata.google.internal": "169.254.169.254",
		"instance-data":            "169.254.169.254",
		"alias.inside.example":     "127.0.0.1",
		"alias.metadata.example":   "169.254.169.254",
	}[strings.ToLower(host)]
	var out []netip.Addr
	for _, a := range strings.Fields(addresses) {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

// TestHostileURLs sends callbacks to hostile URLs for real.
func TestHostileURLs(t *testing.T) {
	t.Parallel()
	port, came := insideReceiver(t)
	cfg := settings(t)
	cfg.Resolver = resolver(t, hostileNames)
	cfg.Allow = allow(t, "127.0.0.2")
	var err error
	if cfg.Ports, err = webhook.ParsePorts("80,443," + port); err != nil {
		t.Fatal(err)
	}
	guard := webhook.NewGuard(cfg.Allow, cfg.Ports)
	unchecked := &http.Client{Transport: &http.Transport{DialContext: webhook.Dialing(guard, net.Dialer{Resolver: cfg.Resolver, Timeout: time.Second})}}

	for raw, stop := range hostileURLs() {
		raw = strings.ReplaceAll(raw, "{port}", port)
		if err := blobsight.CheckCallbackURL(raw); (err != nil) != (stop == create) {
			t.Errorf("%q at creation: %v, want it to stop at %s", raw, err, stop)
		}
		// Each has a Notifier of its own, so that none is put off for what others did.
		want := stop
		if stop == create {
			want = blobsight.FailureURL
		}
		if r := attempt(t, newNotifier(t, cfg), raw); r.Class != want || r.Status != 0 || r.Detail == "" {
			t.Errorf("%q at the attempt: %+v, want class %s", raw, r, want)
		}
		// The check before a connection holds by itself, whatever came before it.
		if _, err := url.Parse(raw); err != nil {
			continue
		}
		if resp, err := unchecked.Get(raw); err == nil {
			resp.Body.Close()
			t.Errorf("%q: the check before a connection lets it through", raw)
		}
	}
	if n := came(); n != 0 {
		t.Errorf("the receiver was reached by %d connections", n)
	}
	if n := len(hostileURLs()); n < 60 {
		t.Errorf("%d hostile URLs, want 60 at least", n)
	}
	// The receiver is there, and would have been reached.
	cfg.Allow = allow(t, "127.0.0.1")
	if r := attempt(t, newNotifier(t, cfg), "http://127.0.0.1:"+port); r.Status != http.StatusOK || came() == 0 {
		t.Errorf("the receiver does not answer: %+v", r)
	}
}

// FuzzCallbackURL: with every name leading to loopback, no URL leads to a connection.
func FuzzCallbackURL(f *testing.F) {
	for raw := range hostileURLs() {
		f.Add(strings.ReplaceAll(raw, "{port}", "80"))
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if u, err := url.Parse(raw); err == nil {
			if addr, err := netip.ParseAddr(u.Hostname()); err == nil && webhook.NewGuard(webhook.Allow{}, webhook.Ports{}).Check(addr) == nil {
				t.Skip("a public address would be called")
			}
		}
		cfg := settings(t)
		cfg.Allow = webhook.Allow{}
		cfg.Resolver = resolver(t, func(string) []netip.Addr { return []netip.Addr{netip.MustParseAddr("127.0.0.1")} })
		r := attempt(t, newNotifier(t, cfg), raw)
		switch r.Class {
		case blobsight.FailureURL, blobsight.FailureAddress, blobsight.FailureDNS:
		default:
			t.Errorf("%q: %+v", raw, r)
		}
	})
}
