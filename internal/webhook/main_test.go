package webhook_test

import (
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/webhook"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// attemptTime is the time of every attempt in the tests that do not verify against the real clock.
var attemptTime = time.Date(2026, 11, 23, 10, 20, 30, 999e6, time.UTC)

// message is the body of every callback in the tests.
func message(b *blobsight.Blob) ([]byte, error) {
	return json.Marshal(map[string]any{"blob_id": b.ID, "status": b.State})
}

// settings are those of a Notifier that may call receivers on 127.0.0.1.
func settings(t *testing.T) webhook.Config {
	t.Helper()
	return webhook.Config{
		Body:     message,
		Secrets:  []webhook.Secret{webhook.NewSecret()},
		Now:      func() time.Time { return attemptTime },
		Allow:    []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Timeout:  10 * time.Second,
		Resolver: resolver(t, nil),
	}
}

func newNotifier(t *testing.T, cfg webhook.Config) *webhook.Notifier {
	t.Helper()
	n, err := webhook.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	return n
}

func blobFor(callbackURL string) *blobsight.Blob {
	return &blobsight.Blob{
		ID:          "01935a5c-0000-7000-8000-000000000001",
		State:       blobsight.StateRecognized,
		CallbackURL: callbackURL,
	}
}

// trust is a pool that holds one certificate.
func trust(c *x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return pool
}

// mustNotBeCalled is a receiver that no request may reach.
func mustNotBeCalled(t *testing.T) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the receiver was called: %s %s", r.Method, r.URL)
	}
}
