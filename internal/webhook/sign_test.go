package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/webhook"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// verify asks the specification's own library.
func verify(t *testing.T, s webhook.Secret, body []byte, h http.Header) error {
	t.Helper()
	v, err := standardwebhooks.NewWebhook(s.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	return v.Verify(body, h)
}

// TestSignKnownAnswer checks one signature against a value made with another
// tool: printf 'msg_1.1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary | base64
func TestSignKnownAnswer(t *testing.T) {
	t.Parallel()
	secret, err := webhook.ParseSecret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	webhook.Sign(h, "msg_1", time.Unix(1700000000, 999), []byte("{}"), []webhook.Secret{secret})
	const want = "v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk="
	if got := h.Get("webhook-signature"); got != want {
		t.Errorf("webhook-signature = %q, want %q", got, want)
	}
	if got := h.Get("webhook-timestamp"); got != "1700000000" {
		t.Errorf("webhook-timestamp = %q", got)
	}
	if got := h.Get("webhook-id"); got != "msg_1" {
		t.Errorf("webhook-id = %q", got)
	}
}

func TestSignVerifies(t *testing.T) {
	t.Parallel()
	secret, body := newSecret(t), []byte(`{"blob_id":"1","labels":[]}`)
	signed := func() http.Header {
		h := http.Header{}
		webhook.Sign(h, webhook.MessageID("1"), time.Now(), body, []webhook.Secret{secret})
		return h
	}
	if err := verify(t, secret, body, signed()); err != nil {
		t.Fatalf("the untouched message is refused: %v", err)
	}

	timestamp := func(by time.Duration) func(http.Header) {
		return func(h http.Header) {
			h.Set("webhook-timestamp", strconv.FormatInt(time.Now().Add(by).Unix(), 10))
		}
	}
	tests := []struct {
		name   string
		secret webhook.Secret
		body   string
		alter  func(http.Header)
	}{
		{"another secret", newSecret(t), string(body), func(http.Header) {}},
		{"altered body", secret, `{"blob_id":"2","labels":[]}`, func(http.Header) {}},
		{"shortened body", secret, string(body[:len(body)-1]), func(http.Header) {}},
		{"later timestamp", secret, string(body), timestamp(time.Minute)},
		{"old timestamp", secret, string(body), timestamp(-time.Hour)},
		{"another id", secret, string(body), func(h http.Header) { h.Set("webhook-id", webhook.MessageID("2")) }},
		{"no signature", secret, string(body), func(h http.Header) { h.Del("webhook-signature") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := signed()
			tt.alter(h)
			if err := verify(t, tt.secret, []byte(tt.body), h); err == nil {
				t.Error("the altered message is accepted")
			}
		})
	}
}

// TestSignOldMessage: a message that was signed long ago is refused, although its signature is right.
func TestSignOldMessage(t *testing.T) {
	t.Parallel()
	secret, body, h := newSecret(t), []byte("{}"), http.Header{}
	webhook.Sign(h, "msg_1", time.Now().Add(-time.Hour), body, []webhook.Secret{secret})
	if err := verify(t, secret, body, h); err == nil {
		t.Error("a replayed message is accepted")
	}
}

// TestSignDuringRotation: while a secret is being replaced, receivers that know only
// the old one or only the new one are both content. Which secrets sign is asked at
// every attempt.
func TestSignDuringRotation(t *testing.T) {
	t.Parallel()
	type received struct {
		header http.Header
		body   []byte
	}
	got := make(chan received, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- received{r.Header, body}
	}))
	defer receiver.Close()
	older, newer, stranger := newSecret(t), newSecret(t), newSecret(t)
	cfg, active := settings(t), []webhook.Secret{}
	cfg.Now = time.Now
	cfg.Secrets = func(_ context.Context, b *blobsight.Blob) ([]webhook.Secret, error) {
		if b.CallbackURL != receiver.URL {
			t.Errorf("asked for another blob: %+v", b)
		}
		return active, nil
	}
	n := newNotifier(t, cfg)
	for _, stage := range []struct {
		name                string
		active              []webhook.Secret
		olderHolds, newHold bool
	}{
		{"before", []webhook.Secret{older}, true, false},
		{"meanwhile", []webhook.Secret{newer, older}, true, true},
		{"after", []webhook.Secret{newer}, false, true},
	} {
		active = stage.active
		if r := attempt(t, n, receiver.URL); r.Class != "" {
			t.Fatalf("%s: %+v", stage.name, r)
		}
		message := <-got
		for _, k := range []struct {
			name   string
			secret webhook.Secret
			holds  bool
		}{{"older", older, stage.olderHolds}, {"newer", newer, stage.newHold}, {"strange", stranger, false}} {
			if err := verify(t, k.secret, message.body, message.header); (err == nil) != k.holds {
				t.Errorf("%s, with the %s secret: %v, want it to hold: %t", stage.name, k.name, err, k.holds)
			}
		}
		signatures := strings.Split(message.header.Get("webhook-signature"), " ")
		if len(signatures) != len(active) {
			t.Errorf("%s: %d signatures, want %d, separated by spaces", stage.name, len(signatures), len(active))
		}
		for _, s := range signatures {
			if !strings.HasPrefix(s, "v1,") {
				t.Errorf("%s: signature %q", stage.name, s)
			}
		}
	}
}

func TestSecretRoundTrip(t *testing.T) {
	t.Parallel()
	s := newSecret(t)
	if s.Reveal() == newSecret(t).Reveal() {
		t.Error("two new secrets are the same")
	}
	again, err := webhook.ParseSecret(s.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	if again.Reveal() != s.Reveal() {
		t.Error("the text of a parsed secret is another one")
	}
}

func TestSecretIsNotPrinted(t *testing.T) {
	t.Parallel()
	s := newSecret(t)
	plain := strings.TrimPrefix(s.Reveal(), "whsec_")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		text := fmt.Sprintf(verb, s) + fmt.Sprintf(verb, []webhook.Secret{s})
		if strings.Contains(text, plain) || len(text) > 60 {
			t.Errorf("%s prints %q", verb, text)
		}
	}
}

func TestParseSecretRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                    "start with whsec_",
		"abcdefabcdefabcdefabcd":              "start with whsec_",
		"whsec_":                              "24 to 64 bytes, this one holds 0",
		"whsec_c2hvcnQ=":                      "24 to 64 bytes, this one holds 5",
		"whsec_!!!not-base64!!!":              "standard base64",
		"whsec_" + strings.Repeat("AAAA", 22): "24 to 64 bytes, this one holds 66",
	}
	for text, want := range tests {
		_, err := webhook.ParseSecret(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseSecret(%q): %v, want %q", text, err, want)
		}
		if err != nil && len(text) > 10 && strings.Contains(err.Error(), text[7:]) {
			t.Errorf("the error shows the secret: %v", err)
		}
	}
}
