package webhook_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/webhook"
)

// forwardProxy is a proxy on loopback that connects to one receiver, whatever is asked
// for, and notes what was.
func forwardProxy(t *testing.T, receiver string) (*url.URL, chan string) {
	t.Helper()
	asked := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.RequestURI
		if r.Method != http.MethodConnect {
			w.WriteHeader(http.StatusAccepted)
			return
		}
		if strings.HasPrefix(r.RequestURI, "refused.") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		there, err := net.Dial("tcp", receiver)
		if err != nil {
			t.Error(err)
			return
		}
		here, sent, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 Connection Established\r\n\r\n")
		go func() {
			defer there.Close()
			_, _ = io.Copy(there, sent) // what was read ahead, too
		}()
		_, _ = io.Copy(here, there)
		here.Close()
	}))
	t.Cleanup(proxy.Close)
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	return address, asked
}

func TestProxy(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	receiver, certificate := tlsReceiver(t, accept(got), time.Now().Add(24*time.Hour))
	cfg := settings(t)
	cfg.RootCAs = trust(certificate)
	cfg.Allow = allow(t, "127.0.0.1") // the certificate is for this address
	var asked chan string
	cfg.Proxy, asked = forwardProxy(t, receiver.Listener.Addr().String())
	var err error
	if cfg.Ports, err = webhook.ParsePorts("80,443,8443"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		target, asked string
		class         blobsight.FailureClass
		status        int
	}{
		{"http://receiver.example/hook?a=b", "POST http://receiver.example/hook?a=b", "", 202},
		{"https://127.0.0.1:8443/", "CONNECT 127.0.0.1:8443", "", 204},
		{"https://refused.example/", "CONNECT refused.example:443", blobsight.FailureConnection, 0},
		{"https://wrong.example/", "CONNECT wrong.example:443", blobsight.FailureTLS, 0},
		{"http://10.0.0.1/", "", blobsight.FailureAddress, 0},
		{"https://[::ffff:10.0.0.1]/", "", blobsight.FailureAddress, 0},
		{"http://[::1]/", "", blobsight.FailureAddress, 0},
		{"http://169.254.169.254/", "", blobsight.FailureAddress, 0},
		{"http://receiver.example:22/", "", blobsight.FailureAddress, 0},
		{"http://0x7f000001/", "", blobsight.FailureURL, 0},
		{"http://10.0.0.1./", "", blobsight.FailureURL, 0},
		{"http://𝓵𝓸𝓬𝓪𝓵𝓱𝓸𝓼𝓽/", "", blobsight.FailureURL, 0},
		{"http://münchen.example/", "", blobsight.FailureURL, 0},
		{"http://xn--mnchen-3ya.example/", "POST http://xn--mnchen-3ya.example/", "", 202},
	} {
		r := attempt(t, newNotifier(t, cfg), tt.target)
		if r.Class != tt.class || r.Status != tt.status {
			t.Errorf("%s: %+v, want %q, %d", tt.target, r, tt.class, tt.status)
		}
		seen := ""
		if len(asked) > 0 {
			seen = <-asked
		}
		if seen != tt.asked || len(asked) > 0 {
			t.Errorf("%s: the proxy was asked for %q, want %q", tt.target, seen, tt.asked)
		}
	}
}

// TestSilentSOCKS: connections on which a proxy of this kind says nothing are given up,
// although the transport itself would wait for ever.
func TestSilentSOCKS(t *testing.T) {
	t.Parallel()
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	conns := make(chan net.Conn, 1)
	go func() {
		conn, err := proxy.Accept()
		if err != nil {
			t.Error(err)
		}
		conns <- conn
	}()
	cfg := settings(t)
	cfg.Timeout = 100 * time.Millisecond
	cfg.Proxy = &url.URL{Scheme: "socks5", Host: proxy.Addr().String()}
	if r := attempt(t, newNotifier(t, cfg), "http://receiver.example/"); r.Class != blobsight.FailureTimeout {
		t.Errorf("%+v", r)
	}
	conn := <-conns
	defer conn.Close()
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); err != nil {
		t.Errorf("the connection to the proxy is kept: %v", err)
	}
}

func TestProxyIsGone(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(mustNotBeCalled(t))
	gone.Close()
	cfg := settings(t)
	cfg.Proxy, _ = url.Parse(gone.URL)
	r := attempt(t, newNotifier(t, cfg), "http://receiver.example/")
	if r.Class != blobsight.FailureConnection || r.Detail != "the proxy of the server cannot be reached" {
		t.Errorf("%+v", r)
	}
}

// TestNotifyUsesNoProxy: a proxy in the environment would be asked for these addresses, were it heeded.
func TestNotifyUsesNoProxy(t *testing.T) {
	proxy := httptest.NewServer(mustNotBeCalled(t))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	t.Setenv("NO_PROXY", "")
	t.Setenv("no_proxy", "")
	t.Setenv("REQUEST_METHOD", "")
	n := newNotifier(t, settings(t))
	for target, want := range map[string]blobsight.FailureClass{
		"http://10.1.2.3/": blobsight.FailureAddress, "https://10.1.2.3/": blobsight.FailureAddress,
		"http://nowhere.example/": blobsight.FailureDNS, "https://nowhere.example/": blobsight.FailureDNS,
	} {
		if r := attempt(t, n, target); r.Class != want {
			t.Errorf("%s: %+v, want %s", target, r, want)
		}
	}
}
