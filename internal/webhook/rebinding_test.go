package webhook_test

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"blobsight"
)

// counter is a listener that counts who comes.
type counter struct {
	net.Listener
	came atomic.Int64
}

func (c *counter) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.came.Add(1)
	}
	return conn, err
}

// insideReceiver listens on the loopback addresses and answers everybody. It gives
// its port, and how many came.
func insideReceiver(t *testing.T) (port string, came func() int64) {
	t.Helper()
	var listen net.ListenConfig
	first, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(first.Addr().String())
	counters := []*counter{{Listener: first}}
	if second, err := listen.Listen(t.Context(), "tcp", "[::1]:"+port); err == nil { // not every machine has IPv6
		counters = append(counters, &counter{Listener: second})
	}
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	t.Cleanup(func() { server.Close() })
	for _, c := range counters {
		go server.Serve(c)
	}
	return port, func() (sum int64) {
		for _, c := range counters {
			sum += c.came.Load()
		}
		return sum
	}
}

// TestRebinding: a name whose address changes with every look-up leads to nothing
// but what was checked.
func TestRebinding(t *testing.T) {
	t.Parallel()
	port, came := insideReceiver(t)
	var asked atomic.Int64
	cfg := settings(t)
	cfg.Allow = allow(t, "127.0.0.2") // nobody listens there
	cfg.Resolver = resolver(t, func(string) []netip.Addr {
		// Two queries make a look-up, one for each kind of address.
		if (asked.Add(1)-1)/2%2 == 0 {
			return []netip.Addr{netip.MustParseAddr("127.0.0.2")}
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
	})
	seen := map[blobsight.FailureClass]int{}
	for range 20 {
		r := attempt(t, newNotifier(t, cfg), "http://rebinding.example:"+port)
		seen[r.Class]++
		if strings.Contains(r.Detail, "127.0.0.") {
			t.Errorf("the owner of the callback is told where the name leads to: %s", r.Detail)
		}
	}
	if came() != 0 || seen[blobsight.FailureAddress] == 0 || seen[blobsight.FailureConnection] == 0 {
		t.Errorf("%d connections, classes %v", came(), seen)
	}
}
