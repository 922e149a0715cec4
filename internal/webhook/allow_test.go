package webhook_test

import (
	"net/netip"
	"strings"
	"testing"

	"blobsight/internal/webhook"
)

func TestParseAllow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text         string
		lets, leaves []string // HOST or HOST=ADDRESS
	}{
		{"", nil, []string{"127.0.0.1", "10.0.0.1"}},
		{" , ", nil, []string{"127.0.0.1"}},
		{"127.0.0.0/8,::1/128", []string{"127.9.9.9", "::1", "::ffff:127.0.0.1"}, []string{"::2", "10.0.0.1"}},
		{" 127.0.0.1 , fd00::/8,", []string{"127.0.0.1", "fd12::1"}, []string{"127.0.0.2", "fc00::1"}},
		{"::ffff:10.0.0.1", []string{"10.0.0.1"}, []string{"10.0.0.2"}},
		{"0.0.0.0/0,::/0", []string{"10.0.0.1", "169.254.169.254", "fe80::1"}, nil},
		{
			"Receiver.LAN.",
			[]string{
				"receiver.lan=192.168.1.2", "RECEIVER.lan.=127.0.0.1", "receiver.lan=::1", "receiver.lan=fd00::1",
				"receiver.lan=100.64.0.9", "receiver.lan=::ffff:10.0.0.1", "receiver.lan=8.8.8.8",
			},
			[]string{
				"192.168.1.2", "other.lan=192.168.1.2", "a.receiver.lan=192.168.1.2", "receiver.lan.evil.example=10.0.0.1", "xreceiver.lan=10.0.0.1",
				"receiver.lan=169.254.169.254", "receiver.lan=fe80::1", "receiver.lan=0.0.0.0", "receiver.lan=224.0.0.1", "receiver.lan=100.100.100.200",
				"receiver.lan=fd00:ec2::254", "receiver.lan=168.63.129.16", "receiver.lan=64:ff9b::7f00:1", "receiver.lan=2002:7f00:1::", "receiver.lan=255.255.255.255",
			},
		},
		{
			"*.svc.cluster.local",
			[]string{"hook.default.svc.cluster.local=10.1.2.3", "a.svc.cluster.local.=10.1.2.3"},
			[]string{"svc.cluster.local=10.1.2.3", ".svc.cluster.local=10.1.2.3", "xsvc.cluster.local=10.1.2.3", "10.1.2.3"},
		},
		{"localhost, 169.254.7.7", []string{"localhost=127.0.0.1", "169.254.7.7", "link.example=169.254.7.7"}, []string{"127.0.0.1"}},
		{"docker_host", []string{"docker_host=172.17.0.1"}, []string{"172.17.0.1"}},
	}
	for _, tt := range tests {
		guard := webhook.NewGuard(allow(t, tt.text), webhook.Ports{})
		check := func(item string) error {
			host, addr, named := strings.Cut(item, "=")
			if !named {
				addr = host
			}
			return guard.CheckFor(host, netip.MustParseAddr(addr))
		}
		for _, item := range tt.lets {
			if err := check(item); err != nil {
				t.Errorf("%q, %s: %v", tt.text, item, err)
			}
		}
		for _, item := range tt.leaves {
			if check(item) == nil {
				t.Errorf("%q: %s is let through", tt.text, item)
			}
		}
	}
}

func TestParseAllowRefuses(t *testing.T) {
	t.Parallel()
	const hint = "is no network, address or host name; write for example 192.168.0.0/16, ::1, receiver.lan or *.lan"
	for text, want := range map[string]string{
		"10.0.0.0/33":            `"10.0.0.0/33" ` + hint,
		"10.0.0.5/8":             `"10.0.0.5/8" names a single address and a network at once; write 10.0.0.5/32 or 10.0.0.0/8`,
		"fe80::1%eth0":           `"fe80::1%eth0" ` + hint,
		"::ffff:10.0.0.0/104":    `"::ffff:10.0.0.0/104" is an IPv4 network written as IPv6`,
		"127.0.0.1:80":           `"127.0.0.1:80" ` + hint,
		"127.1":                  `"127.1" ` + hint,
		"2130706433":             `"2130706433" ` + hint,
		"0x7f000001":             `"0x7f000001" ` + hint,
		"receiver.lan:8080":      `"receiver.lan:8080" ` + hint,
		"http://receiver.lan":    `"http://receiver.lan" ` + hint,
		"*":                      `"*" ` + hint,
		"a.*.lan":                `"a.*.lan" ` + hint,
		"*.*.lan":                `"*.*.lan" ` + hint,
		"a..lan":                 `"a..lan" ` + hint,
		"münchen.example":        `"münchen.example" ` + hint,
		"127.0.0.1,?,10.0.0.1/8": "\"?\" " + hint + "\n\"10.0.0.1/8\" names",
	} {
		list, err := webhook.ParseAllow(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v %v, want %s", text, list, err, want)
		}
	}
}
