package webhook_test

import (
	"context"
	"errors"
	"fmt"
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

// accept is a receiver that answers 204 and reports each body.
func accept(got chan<- string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- string(body)
		w.WriteHeader(http.StatusNoContent)
	}
}

func TestNotifyDelivers(t *testing.T) {
	t.Parallel()
	type received struct {
		request *http.Request
		body    []byte
	}
	got := make(chan received, 2)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- received{r, body}
	}))
	defer receiver.Close()
	cfg, secret := settings(t), newSecret(t)
	cfg.Now, cfg.Secrets = time.Now, signing(secret)
	cfg.UserAgent = "blobsight/1.2.3"
	n := newNotifier(t, cfg)

	var ids []string
	for range 2 {
		if failed := attempt(t, n, receiver.URL+"/hook?token=a%2Fb"); failed.Class != "" {
			t.Fatal(failed)
		}
		r := <-got
		if want := `{"blob_id":"01935a5c-0000-7000-8000-000000000001","status":"recognized"}`; string(r.body) != want {
			t.Errorf("body = %s, want %s", r.body, want)
		}
		if err := verify(t, secret, r.body, r.request.Header); err != nil {
			t.Error(err)
		}
		h := r.request.Header
		if r.request.Method != http.MethodPost || r.request.RequestURI != "/hook?token=a%2Fb" ||
			h.Get("Content-Type") != "application/json" || h.Get("User-Agent") != "blobsight/1.2.3" ||
			r.request.ContentLength != int64(len(r.body)) {
			t.Errorf("request = %s %s, %d bytes, %v", r.request.Method, r.request.RequestURI, r.request.ContentLength, h)
		}
		for _, name := range []string{"Idempotency-Key", "Accept-Encoding", "Authorization", "Cookie"} {
			if h.Values(name) != nil {
				t.Errorf("header %s is sent: %q", name, h.Values(name))
			}
		}
		ids = append(ids, h.Get("webhook-id"))
	}
	if want := webhook.MessageID("01935a5c-0000-7000-8000-000000000001"); ids[0] != want || ids[1] != want {
		t.Errorf("webhook-id = %q, want %s each time", ids, want)
	}
}

func TestNotifyStatus(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status int
		class  blobsight.FailureClass
		want   string
	}{
		{200, "", ""},
		{201, "", ""},
		{204, "", ""},
		{299, "", ""},
		{300, blobsight.FailureStatus, "answered 300 Multiple Choices"},
		{304, blobsight.FailureStatus, "answered 304 Not Modified"},
		{400, blobsight.FailureStatus, "answered 400 Bad Request"},
		{410, blobsight.FailureGone, "answered 410 Gone: it wants no more callbacks"},
		{429, blobsight.FailureStatus, "answered 429 Too Many Requests"},
		{500, blobsight.FailureStatus, "answered 500 Internal Server Error"},
		{799, blobsight.FailureStatus, "answered 799"},
	}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "a secret of the inside")
	}))
	t.Cleanup(receiver.Close)
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			t.Parallel()
			failed := attempt(t, newNotifier(t, settings(t)), fmt.Sprintf("%s/%d", receiver.URL, tt.status))
			if tt.class == "" {
				if failed.Class != "" {
					t.Error(failed)
				}
				return
			}
			if failed.Class != tt.class || failed.Status != tt.status || failed.Detail != tt.want {
				t.Errorf("%+v, want %s: %s", failed, tt.class, tt.want)
			}
		})
	}
}

func TestNotifyFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(mustNotBeCalled(t))
	defer elsewhere.Close()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		http.Redirect(w, r, elsewhere.URL, status)
	}))
	defer receiver.Close()
	n := newNotifier(t, settings(t))
	for _, status := range []int{301, 302, 303, 307, 308} {
		failed := attempt(t, n, fmt.Sprintf("%s/%d", receiver.URL, status))
		want := fmt.Sprintf("redirect to another address is not followed (%d)", status)
		if failed.Class != blobsight.FailureRedirect || failed.Status != status || failed.Detail != want {
			t.Errorf("%+v, want %s", failed, want)
		}
	}
}

// TestNotifyRedirectToNowhere: a redirect is one, and an answer, wherever it leads.
func TestNotifyRedirectToNowhere(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			w.Header().Set("Location", r.URL.Query().Get("to"))
		}
		w.WriteHeader(http.StatusFound)
	}))
	defer receiver.Close()
	n := newNotifier(t, settings(t))
	for _, query := range []string{"", "?to=http://[::1", "?to=%25zz", "?to=javascript:alert(1)"} {
		if r := attempt(t, n, receiver.URL+"/"+query); r.Class != blobsight.FailureRedirect || r.Status != http.StatusFound {
			t.Errorf("%s: %+v", query, r)
		}
	}
}

func TestNotifyTimesOut(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer receiver.Close()
	defer close(release)
	cfg := settings(t)
	cfg.Timeout = 50 * time.Millisecond
	failed := attempt(t, newNotifier(t, cfg), receiver.URL)
	if failed.Class != blobsight.FailureTimeout || failed.Detail != "timed out after 50ms" {
		t.Errorf("%+v", failed)
	}
}

// TestNotifyTimesOutWithoutHandshake: the time also holds for a receiver that
// accepts connections and says nothing, before TLS is there.
func TestNotifyTimesOutWithoutHandshake(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	cfg := settings(t)
	cfg.Timeout = 50 * time.Millisecond
	failed := attempt(t, newNotifier(t, cfg), "https://"+listener.Addr().String())
	if failed.Class != blobsight.FailureTimeout {
		t.Errorf("%+v", failed)
	}
}

// TestNotifyStatusIsEnough: a receiver that accepted the message and then
// stalls within its answer has accepted it.
func TestNotifyStatusIsEnough(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-release
	}))
	defer receiver.Close()
	defer close(release)
	cfg := settings(t)
	cfg.Timeout = 200 * time.Millisecond
	if failed := attempt(t, newNotifier(t, cfg), receiver.URL); failed.Class != "" {
		t.Error(failed)
	}
}

// TestNotifyReadsLittle: an endless answer is not read on.
func TestNotifyReadsLittle(t *testing.T) {
	t.Parallel()
	stopped := make(chan int, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		sent, chunk := 0, make([]byte, 32<<10)
		for sent < 1<<30 {
			n, err := w.Write(chunk)
			sent += n
			if err != nil {
				break
			}
		}
		stopped <- sent
	}))
	defer receiver.Close()
	if failed := attempt(t, newNotifier(t, settings(t)), receiver.URL); failed.Class != "" {
		t.Fatal(failed)
	}
	// What was sent beyond the bound lies in the buffers of the two kernels.
	if sent := <-stopped; sent >= 64<<20 {
		t.Errorf("%d bytes of the answer were taken", sent)
	}
}

func TestNotifyReusesConnections(t *testing.T) {
	t.Parallel()
	got, peers := make(chan string, 3), make(chan string, 3)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peers <- r.RemoteAddr
		accept(got)(w, r)
	}))
	defer receiver.Close()
	n := newNotifier(t, settings(t))
	for range 2 {
		if failed := attempt(t, n, receiver.URL); failed.Class != "" {
			t.Fatal(failed)
		}
	}
	if first, second := <-peers, <-peers; first != second {
		t.Errorf("two connections: %s and %s", first, second)
	}
	// A receiver that has closed the idle connection in the meantime costs no attempt.
	receiver.CloseClientConnections()
	if failed := attempt(t, n, receiver.URL); failed.Class != "" {
		t.Errorf("after the receiver closed the connection: %v", failed)
	}
}

// TestNotifyHidesURL: what goes into the log does not hold the callback URL, which may
// hold a password of the receiver's.
func TestNotifyHidesURL(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(mustNotBeCalled(t))
	closed.Close()
	n := newNotifier(t, settings(t))
	for _, target := range []string{closed.URL, "http://10.0.0.1", "http://nowhere.example"} {
		r := attempt(t, n, target+"/hook?token=hidden")
		if r.Err == nil || strings.Contains(r.Err.Error()+r.Detail, "hidden") {
			t.Errorf("%s: %s (%v)", target, r.Detail, r.Err)
		}
	}
}

func TestNotifyConnectionFails(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(mustNotBeCalled(t))
	closed.Close()
	rude := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer rude.Close()
	babble := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.9 secret\r\n")
		_ = conn.Close()
	}))
	defer babble.Close()
	long := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
	}))
	defer long.Close()

	n := newNotifier(t, settings(t))
	tests := []struct {
		name, target, want string
		class              blobsight.FailureClass
	}{
		{"refused", closed.URL, "connection refused", blobsight.FailureConnection},
		{"cut off", rude.URL, "the connection was closed without an answer", blobsight.FailureConnection},
		{"no HTTP", babble.URL, "no valid answer was received", blobsight.FailureConnection},
		{"headers too long", long.URL, "no valid answer was received", blobsight.FailureConnection},
		{"unknown host", "http://nowhere.example", "the host name was not found", blobsight.FailureDNS},
		{"no URL", "http://[::1", "callback_url is not a URL", blobsight.FailureURL},
		{"no scheme", "127.0.0.1/hook", "callback_url has no scheme; it must start with http:// or https://", blobsight.FailureURL},
		{"other scheme", "file:///etc/passwd", `callback_url has the scheme "file"; only http and https are called`, blobsight.FailureURL},
		{"empty", "", "callback_url is empty; send an http(s) URL, or null to poll instead", blobsight.FailureURL},
		{"user-info", strings.Replace(rude.URL, "//", "//user:password@", 1), "callback_url must not contain a user name or password", blobsight.FailureURL},
	}
	for _, tt := range tests {
		failed := attempt(t, n, tt.target)
		if failed.Class != tt.class || failed.Detail != tt.want || failed.Status != 0 {
			t.Errorf("%s: %+v, want %s: %s", tt.name, failed, tt.class, tt.want)
		}
	}
}

func TestNotifyInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		cancel()
		<-release
	}))
	defer receiver.Close()
	defer close(release)
	n := newNotifier(t, settings(t))
	if r, err := n.Notify(ctx, blobFor(receiver.URL)); !errors.Is(err, context.Canceled) || r != (blobsight.Receipt{}) {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestNotifyOwnFailure: what fails on our side is no attempt.
func TestNotifyOwnFailure(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(mustNotBeCalled(t))
	defer receiver.Close()
	broken := errors.New("table labels is damaged")
	for name, spoil := range map[string]func(*webhook.Config){
		"body": func(c *webhook.Config) { c.Body = func(*blobsight.Blob) ([]byte, error) { return nil, broken } },
		"secrets": func(c *webhook.Config) {
			c.Secrets = func(context.Context, *blobsight.Blob) ([]webhook.Secret, error) { return nil, broken }
		},
	} {
		cfg := settings(t)
		spoil(&cfg)
		if r, err := newNotifier(t, cfg).Notify(t.Context(), blobFor(receiver.URL)); !errors.Is(err, broken) || r != (blobsight.Receipt{}) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for name, secrets := range map[string][]webhook.Secret{"none": nil, "empty": {{}}} {
		cfg := settings(t)
		cfg.Secrets = signing(secrets...)
		if _, err := newNotifier(t, cfg).Notify(t.Context(), blobFor(receiver.URL)); err == nil {
			t.Errorf("%s: an unsigned callback was made", name)
		}
	}
}

func TestNotifyKeepsNoCookies(t *testing.T) {
	t.Parallel()
	cookies := make(chan string, 2)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookies <- r.Header.Get("Cookie")
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
	}))
	defer receiver.Close()
	n := newNotifier(t, settings(t))
	for range 2 {
		if failed := attempt(t, n, receiver.URL); failed.Class != "" {
			t.Fatal(failed)
		}
		if got := <-cookies; got != "" {
			t.Errorf("cookie %q was sent", got)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	_, err := webhook.New(webhook.Config{Timeout: -1, Places: -1, HostLimit: -1, Excerpt: 1025, Proxy: &url.URL{Scheme: "ftp", Host: "proxy"}})
	for _, want := range []string{"Body is missing", "Now is missing", "Secrets is missing", "Timeout is -1ns", "Places is -1", "HostLimit is -1", "Excerpt is 1025", `Proxy is "ftp://proxy"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
