package webhook_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
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
		Secrets:  signing(newSecret(t)),
		Now:      func() time.Time { return attemptTime },
		Allow:    allow(t, "127.0.0.1"),
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

// newSecret makes a secret of 32 random bytes.
func newSecret(t *testing.T) webhook.Secret {
	t.Helper()
	key := make([]byte, 32)
	rand.Read(key)
	s, err := webhook.ParseSecret("whsec_" + base64.StdEncoding.EncodeToString(key))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signing is a source of secrets that are always the same.
func signing(secrets ...webhook.Secret) func(context.Context, *blobsight.Blob) ([]webhook.Secret, error) {
	return func(context.Context, *blobsight.Blob) ([]webhook.Secret, error) { return secrets, nil }
}

// allow is a parsed list of what may be called.
func allow(t *testing.T, text string) webhook.Allow {
	t.Helper()
	list, err := webhook.ParseAllow(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// attempt makes one callback and gives what came of it.
func attempt(t *testing.T, n *webhook.Notifier, target string) blobsight.Receipt {
	t.Helper()
	r, err := n.Notify(t.Context(), blobFor(target))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
