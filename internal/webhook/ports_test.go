package webhook_test

import (
	"strings"
	"testing"

	"blobsight/internal/webhook"
)

func TestParsePorts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, again  string
		lets, leaves []uint16
	}{
		{"", "", []uint16{1, 22, 65535}, nil},
		{"443", "443", []uint16{443}, []uint16{0, 442, 444}},
		{" 80, 443,1024-65535 ,", "80,443,1024-65535", []uint16{80, 443, 1024, 6379, 65535}, []uint16{22, 25, 1023}},
		{"8000 - 8000", "8000", []uint16{8000}, []uint16{7999, 8001}},
	} {
		ports, err := webhook.ParsePorts(tt.text)
		if err != nil || ports.String() != tt.again {
			t.Errorf("%q: %s, %v", tt.text, ports, err)
		}
		for _, p := range tt.lets {
			if !ports.Contains(p) {
				t.Errorf("%q: %d is missing", tt.text, p)
			}
		}
		for _, p := range tt.leaves {
			if ports.Contains(p) {
				t.Errorf("%q: %d is there", tt.text, p)
			}
		}
	}
}

func TestParsePortsRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"0", "65536", "http", "-1", "80-", "-80", "443-80", "80:443", "1-2-3", "+80", "0x50", "0-80"} {
		_, err := webhook.ParsePorts("443," + bad)
		if err == nil || !strings.Contains(err.Error(), `"`+bad+`" is no port; write for example 443 or 1024-65535`) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestPortAdvice: the message tells which setting lets the port through, and it does.
func TestPortAdvice(t *testing.T) {
	t.Parallel()
	ports, err := webhook.ParsePorts("80,443")
	if err != nil {
		t.Fatal(err)
	}
	err = webhook.NewGuard(webhook.Allow{}, ports).CheckPort(22)
	if err == nil || err.Error() != "port 22 is not allowed; start the server with --callback-ports 80,443,22" {
		t.Fatal(err)
	}
	_, advice, _ := strings.Cut(err.Error(), "--callback-ports ")
	if ports, err = webhook.ParsePorts(advice); err != nil || !ports.Contains(22) {
		t.Errorf("after following the advice: %s, %v", ports, err)
	}
}
