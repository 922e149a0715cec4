package client_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"blobsight/client"
	"blobsight/internal/app"
)

const (
	secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	other  = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
	told   = `{"blob_id":"1","status":"recognized","labels":[],"created_at":"2026-03-04T05:06:07Z"}`
)

// signed are the headers of a callback with this body.
func signed(t *testing.T, secret, body string, at time.Time) http.Header {
	t.Helper()
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := hook.Sign("msg_1", at, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	h.Set("webhook-id", "msg_1")
	h.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	h.Set("webhook-signature", signature)
	return h
}

func TestVerifyCallback(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good := signed(t, secret, told, now)
	tests := []struct {
		name, secret string
		h            http.Header
		body         string
		want         string // in the error; empty: it is verified
	}{
		{"right", secret, good, told, ""},
		{"altered", secret, good, strings.Replace(told, "1", "2", 1), "another secret, or altered"},
		{"another secret", other, good, told, "another secret, or altered"},
		{"no headers", secret, http.Header{}, told, "not signed"},
		{"old", secret, signed(t, secret, told, now.Add(-time.Hour)), told, "more than five minutes ago"},
		{"future", secret, signed(t, secret, told, now.Add(time.Hour)), told, "in the future"},
		{"no blob", secret, signed(t, secret, "[]", now), "[]", "not a blob"},
		{"empty secret", "", signed(t, "", told, now), told, "whsec_"},
		{"secret without bytes", "whsec_", signed(t, "", told, now), told, "whsec_"},
		{"short secret", "whsec_MDEy", signed(t, "MDEy", told, now), told, "whsec_"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := client.VerifyCallback(tt.secret, tt.h, []byte(tt.body))
			switch {
			case tt.want == "" && (err != nil || b.BlobID != "1" || b.Status != client.Recognized):
				t.Errorf("got %+v, %v", b, err)
			case tt.want != "" && (err == nil || b != nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %+v, %v, want %q", b, err, tt.want)
			}
		})
	}
}

func TestVerifyCallbackTimestamp(t *testing.T) {
	t.Parallel()
	h := signed(t, secret, told, time.Now())
	h.Set("webhook-timestamp", "noon")
	if _, err := client.VerifyCallback(secret, h, []byte(told)); err == nil || !strings.Contains(err.Error(), "Standard Webhooks") {
		t.Errorf("got %v", err)
	}
}

func TestCheckSecretKeepsIt(t *testing.T) {
	t.Parallel()
	if err := client.CheckSecret(secret); err != nil {
		t.Error(err)
	}
	if err := client.CheckSecret("whsec_hunter2"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v, want an error without the secret", err)
	}
}

// TestVerifier: any of its secrets will do, and any of the signatures.
func TestVerifier(t *testing.T) {
	t.Parallel()
	now := time.Now()
	third := "whsec_" + strings.Repeat("MDEy", 10)
	both := signed(t, secret, told, now)
	both.Set("webhook-signature", both.Get("webhook-signature")+" "+signed(t, other, told, now).Get("webhook-signature"))
	for _, tt := range []struct {
		name    string
		secrets []string
		h       http.Header
		ok      bool
	}{
		{"the first", []string{secret, other}, signed(t, secret, told, now), true},
		{"the second", []string{third, secret}, signed(t, secret, told, now), true},
		{"neither", []string{third, other}, signed(t, secret, told, now), false},
		{"old one of two signatures", []string{secret}, both, true},
		{"new one of two signatures", []string{third, other}, both, true},
		{"neither of two signatures", []string{third}, both, false},
		{"old", []string{other, secret}, signed(t, secret, told, now.Add(-time.Hour)), false},
	} {
		v, err := client.NewVerifier(tt.secrets...)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := v.Verify(tt.h, []byte(told)); (err == nil) != tt.ok || tt.ok && b.BlobID != "1" {
			t.Errorf("%s: %+v, %v", tt.name, b, err)
		}
	}
	for _, secrets := range [][]string{nil, {secret, "whsec_hunter2"}} {
		if v, err := client.NewVerifier(secrets...); v != nil || err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%d secrets: %v", len(secrets), err)
		}
	}
}

// TestRealCallback lets a real server call back: what comes is verified, and
// equal to what Get shows.
func TestRealCallback(t *testing.T) {
	t.Parallel()
	type delivery struct {
		header http.Header
		body   []byte
	}
	deliveries := make(chan delivery, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		deliveries <- delivery{r.Header, body}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(receiver.Close)
	b := setup(t, func(cfg *app.Config) { cfg.CallbackAllow = "127.0.0.0/8" })
	created, err := b.client.Create(t.Context(), receiver.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.client.Upload(t.Context(), created.UploadURL, strings.NewReader("no picture"), 10); err != nil {
		t.Fatal(err)
	}
	d := <-deliveries
	got, err := client.VerifyCallback(b.secret(t), d.header, d.body)
	if err != nil {
		t.Fatal(err)
	}
	want, err := b.client.Get(t.Context(), created.BlobID)
	if err != nil {
		t.Fatal(err)
	}
	want.Callback = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Get and callback differ:\n%s", diff)
	}
	if d.header.Get(client.CallbackID) != "msg_"+created.BlobID {
		t.Errorf("headers are %v", d.header)
	}
}
