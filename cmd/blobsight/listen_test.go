package main

import (
	"net"
	"testing"
)

func TestListenInterrupted(t *testing.T) {
	t.Parallel()
	args := []string{"listen", "--addr", "127.0.0.1:0", "--secret", testSecret}
	if o := start(t, true, "callback-allow", args...).end(); o.code != 0 || o.out != "" {
		t.Errorf("got %+v, want a good end", o)
	}
	if o := start(t, true, "callback-allow", append(args, "--count", "1")...).end(); o.code != exitFailed {
		t.Errorf("got %+v, want a failure: there were too few", o)
	}
}

func TestCallbackURL(t *testing.T) {
	t.Parallel()
	tests := []struct{ addr, url, network string }{
		{"127.0.0.1", "http://127.0.0.1:9000/", "127.0.0.0/8"},
		{"::1", "http://[::1]:9000/", "::1/128"},
		{"0.0.0.0", "http://127.0.0.1:9000/", "127.0.0.0/8"},
		{"::", "http://127.0.0.1:9000/", "127.0.0.0/8"},
		{"10.1.2.3", "http://10.1.2.3:9000/", "10.1.2.3/32"},
		{"203.0.113.1", "http://203.0.113.1:9000/", ""},
	}
	for _, tt := range tests {
		url, network := callbackURL(&net.TCPAddr{IP: net.ParseIP(tt.addr), Port: 9000})
		if url != tt.url || network != tt.network {
			t.Errorf("%s: %s and %q, want %s and %q", tt.addr, url, network, tt.url, tt.network)
		}
	}
}
