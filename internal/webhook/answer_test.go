package webhook_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"blobsight"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	const most = 366 * 24 * time.Hour
	for _, tt := range []struct {
		status int
		value  string
		want   time.Duration
	}{
		{429, "120", 2 * time.Minute},
		{503, "0", 0},
		{503, " 7 ", 7 * time.Second},
		{500, "3", 3 * time.Second},
		{404, "3", 3 * time.Second},
		{302, "3", 3 * time.Second},
		{200, "3", 0},
		{503, "", 0},
		{503, "soon", 0},
		{503, "-5", 0},
		{503, "1.5", 0},
		{503, "1e3", 0},
		{503, "999999999999", most},
		{503, "99999999999999999999999999", most},
		{503, attemptTime.Add(time.Hour).Format(http.TimeFormat), time.Hour - 999*time.Millisecond},
		{503, attemptTime.Add(-time.Hour).Format(http.TimeFormat), 0},
		{503, "Monday, 23-Nov-26 10:21:30 GMT", time.Minute - 999*time.Millisecond}, // the older forms of RFC 9110
		{503, "Mon Nov 23 10:21:30 2026", time.Minute - 999*time.Millisecond},
		{503, "Fri, 31 Dec 9999 23:59:59 GMT", most},
	} {
		receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", tt.value)
			w.WriteHeader(tt.status)
		}))
		if r := attempt(t, newNotifier(t, settings(t)), receiver.URL); r.RetryAfter != tt.want {
			t.Errorf("%d, %q: %s, want %s", tt.status, tt.value, r.RetryAfter, tt.want)
		}
		receiver.Close()
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		keep       int
		want       string
	}{
		{"none kept", "secret", 0, ""},
		{"short", `{"error":"no"}`, 100, `{"error":"no"}`},
		{"long", strings.Repeat("x", 5000), 1024, strings.Repeat("x", 1024)},
		{"lines", "\r\n one\n\ttwo ", 100, "one  two"},
		{"terminal", "a\x1b[31mred\x07", 100, "a\ufffd[31mred\ufffd"},
		{"zero bytes", "a\x00b", 100, "a\ufffdb"},
		{"turned around", "a\u202eb\u2066c\u200b", 100, "a\ufffdb\ufffdc\ufffd"},
		{"not UTF-8", "a\xff\xfeb", 100, "a\ufffd\ufffdb"},
		{"latin-1 grows", strings.Repeat("\xe4", 10), 10, "\ufffd\ufffd\ufffd"},
		{"cut within a character", "äää", 5, "ää"},
		{"cut after a character", "äää", 4, "ää"},
		{"cut within four bytes", "ab😀", 5, "ab"},
		{"surrogates", "\xed\xa0\x80", 100, "\ufffd\ufffd\ufffd"},
	} {
		for _, status := range []int{http.StatusOK, http.StatusInternalServerError} {
			receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = io.WriteString(w, tt.body)
			}))
			cfg := settings(t)
			cfg.Excerpt = tt.keep
			r := attempt(t, newNotifier(t, cfg), receiver.URL)
			if r.Excerpt != tt.want || len(r.Excerpt) > tt.keep || !utf8.ValidString(r.Excerpt) {
				t.Errorf("%s: %q, want %q", tt.name, r.Excerpt, tt.want)
			}
			receiver.Close()
		}
	}
}

// TestExcerptOfStall: what has come before an answer stalls is kept, and the status counts.
func TestExcerptOfStall(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		<-release
	}))
	defer receiver.Close()
	defer close(release)
	cfg := settings(t)
	cfg.Excerpt, cfg.Timeout = 100, 200*time.Millisecond
	if r := attempt(t, newNotifier(t, cfg), receiver.URL); r.Excerpt != "half" || r.Class != blobsight.FailureStatus || r.Status != 400 {
		t.Errorf("%+v", r)
	}
}
