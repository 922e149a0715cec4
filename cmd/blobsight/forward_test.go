package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"blobsight/client"
)

// localApp is a server that answers callbacks as an app of a developer may. It checks
// that they come as they were sent.
func localApp(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if _, err := client.VerifyCallback(testSecret, r.Header, got); err != nil || string(got) != body {
			t.Errorf("forwarded as %q, which is %v", got, err)
		}
		if r.URL.Path != "/hook" || r.Header.Get("X-Extra") != "kept" || r.Header.Get("Accept-Encoding") != "" {
			t.Errorf("forwarded to %s with %v", r.URL, r.Header)
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hook"
}

func TestForward(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
		status int
		taken  int
		shown  string
	}{
		{"taken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }, http.StatusAccepted, 1, "  202 Accepted  "},
		{"busy", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			http.Error(w, "later", http.StatusTooManyRequests)
		}, http.StatusTooManyRequests, 0, "  429 Too Many Requests  "},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) }, http.StatusFound, 0, "  302 Found  "},
		{"broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, http.StatusBadGateway, 0, "  502: EOF\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url := localApp(t, tt.answer)
			sent := callback(t, body)
			sent.Header.Set("X-Extra", "kept")
			answers, o := receive(&receiver{forward: newForwarder(url)}, false, sent)
			if a := answers[0]; a.Code != tt.status || o.code != tt.taken {
				t.Errorf("answered %d, want %d; %d taken", a.Code, tt.status, o.code)
			}
			contains(t, o.out, "✓ verified  1  recognized", "\n  → "+url+tt.shown)
			if a := answers[0]; tt.name == "busy" && (a.Header().Get("Retry-After") != "7" || a.Body.String() != "later\n") {
				t.Errorf("the answer came through as %v, %q", a.Header(), a.Body)
			}
		})
	}
}

// TestForwardedOnlyWhenVerified: the app never sees a forged callback, nor one
// that is failed on request.
func TestForwardedOnlyWhenVerified(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the app was called") }))
	t.Cleanup(server.Close)
	forged := callback(t, body)
	forged.Header.Set("webhook-id", "msg_2")
	_, o := receive(&receiver{forward: newForwarder(server.URL), fail: 1}, false, forged, callback(t, body))
	contains(t, o.out, "✗ refused", "✗ failed")
}

// TestForwardJSON: only what the app took is a line of stdout.
func TestForwardJSON(t *testing.T) {
	t.Parallel()
	calls := 0
	url := localApp(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	sent := func() *http.Request {
		r := callback(t, body)
		r.Header.Set("X-Extra", "kept")
		return r
	}
	_, o := receive(&receiver{forward: newForwarder(url)}, true, sent(), sent())
	if strings.Count(o.out, "\n") != 1 || o.code != 1 {
		t.Errorf("%d taken, stdout %q", o.code, o.out)
	}
	contains(t, o.err, "503 Service Unavailable", "200 OK")
}
