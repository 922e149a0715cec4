package webhook_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

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
	secret, body := webhook.NewSecret(), []byte(`{"blob_id":"1","labels":[]}`)
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
		{"another secret", webhook.NewSecret(), string(body), func(http.Header) {}},
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
	secret, body, h := webhook.NewSecret(), []byte("{}"), http.Header{}
	webhook.Sign(h, "msg_1", time.Now().Add(-time.Hour), body, []webhook.Secret{secret})
	if err := verify(t, secret, body, h); err == nil {
		t.Error("a replayed message is accepted")
	}
}

func TestSignWithSeveralSecrets(t *testing.T) {
	t.Parallel()
	older, newer, body, h := webhook.NewSecret(), webhook.NewSecret(), []byte("{}"), http.Header{}
	webhook.Sign(h, "msg_1", time.Now(), body, []webhook.Secret{newer, older})
	for name, s := range map[string]webhook.Secret{"older": older, "newer": newer} {
		if err := verify(t, s, body, h); err != nil {
			t.Errorf("with the %s secret: %v", name, err)
		}
	}
	if err := verify(t, webhook.NewSecret(), body, h); err == nil {
		t.Error("accepted with a third secret")
	}
}

func TestSecretRoundTrip(t *testing.T) {
	t.Parallel()
	s := webhook.NewSecret()
	if s.Reveal() == webhook.NewSecret().Reveal() {
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
	s := webhook.NewSecret()
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
