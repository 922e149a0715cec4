package webhook_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"blobsight"
)

// TestNotifySwitchingProtocols: after a 101 the connection is no longer the
// transport's, so nothing ends what is read from it. A receiver that says so and
// falls silent must not keep its place.
func TestNotifySwitchingProtocols(t *testing.T) {
	t.Parallel()
	conns := make(chan net.Conn, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: silence\r\n\r\n")
		conns <- conn
	}))
	defer receiver.Close()
	cfg := settings(t)
	cfg.Timeout, cfg.Excerpt = time.Second, 100
	n := newNotifier(t, cfg)
	done := make(chan blobsight.Receipt, 1)
	go func() { done <- attempt(t, n, receiver.URL) }()
	conn := <-conns
	defer conn.Close()
	select {
	case r := <-done:
		if r.Status != http.StatusSwitchingProtocols || r.Class != blobsight.FailureStatus || r.Excerpt != "" {
			t.Errorf("receipt is %+v", r)
		}
	case <-time.After(20 * cfg.Timeout):
		t.Error("the attempt does not end")
		_ = conn.Close()
		<-done
	}
}
