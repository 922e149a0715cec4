package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
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

// attempt makes one callback and gives its failure, nil for none.
func attempt(t *testing.T, n *webhook.Notifier, target string) *webhook.DeliveryError {
	t.Helper()
	err := n.Notify(t.Context(), blobFor(target))
	if err == nil {
		return nil
	}
	var failed *webhook.DeliveryError
	if !errors.As(err, &failed) {
		t.Fatalf("%T is no DeliveryError: %v", err, err)
	}
	return failed
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
	cfg := settings(t)
	cfg.Now = time.Now
	cfg.UserAgent = "blobsight/1.2.3"
	n := newNotifier(t, cfg)

	var ids []string
	for range 2 {
		if failed := attempt(t, n, receiver.URL+"/hook?token=a%2Fb"); failed != nil {
			t.Fatal(failed)
		}
		r := <-got
		if want := `{"blob_id":"01935a5c-0000-7000-8000-000000000001","status":"recognized"}`; string(r.body) != want {
			t.Errorf("body = %s, want %s", r.body, want)
		}
		if err := verify(t, cfg.Secrets[0], r.body, r.request.Header); err != nil {
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
		class  webhook.Class
		want   string
	}{
		{200, "", ""},
		{201, "", ""},
		{204, "", ""},
		{299, "", ""},
		{300, webhook.ClassStatus, "answered 300 Multiple Choices"},
		{304, webhook.ClassStatus, "answered 304 Not Modified"},
		{400, webhook.ClassStatus, "answered 400 Bad Request"},
		{410, webhook.ClassStatus, "answered 410 Gone"},
		{429, webhook.ClassStatus, "answered 429 Too Many Requests"},
		{500, webhook.ClassStatus, "answered 500 Internal Server Error"},
		{799, webhook.ClassStatus, "answered 799"},
	}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "a secret of the inside")
	}))
	t.Cleanup(receiver.Close)
	n := newNotifier(t, settings(t))
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			t.Parallel()
			failed := attempt(t, n, fmt.Sprintf("%s/%d", receiver.URL, tt.status))
			if tt.class == "" {
				if failed != nil {
					t.Error(failed)
				}
				return
			}
			if failed == nil || failed.Class != tt.class || failed.Status != tt.status || failed.Error() != tt.want {
				t.Errorf("%#v, want %s: %s", failed, tt.class, tt.want)
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
		if failed == nil || failed.Class != webhook.ClassRedirect || failed.Status != status || failed.Error() != want {
			t.Errorf("%#v, want %s", failed, want)
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
	if failed == nil || failed.Class != webhook.ClassTimeout || failed.Error() != "timed out after 50ms" {
		t.Errorf("%#v", failed)
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
	if failed == nil || failed.Class != webhook.ClassTimeout {
		t.Errorf("%#v", failed)
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
	if failed := attempt(t, newNotifier(t, cfg), receiver.URL); failed != nil {
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
	if failed := attempt(t, newNotifier(t, settings(t)), receiver.URL); failed != nil {
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
		if failed := attempt(t, n, receiver.URL); failed != nil {
			t.Fatal(failed)
		}
	}
	if first, second := <-peers, <-peers; first != second {
		t.Errorf("two connections: %s and %s", first, second)
	}
	// A receiver that has closed the idle connection in the meantime costs no attempt.
	receiver.CloseClientConnections()
	if failed := attempt(t, n, receiver.URL); failed != nil {
		t.Errorf("after the receiver closed the connection: %v", failed)
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
		class              webhook.Class
	}{
		{"refused", closed.URL, "connection refused", webhook.ClassConnection},
		{"cut off", rude.URL, "the connection was closed without an answer", webhook.ClassConnection},
		{"no HTTP", babble.URL, "no valid answer was received", webhook.ClassConnection},
		{"headers too long", long.URL, "no valid answer was received", webhook.ClassConnection},
		{"unknown host", "http://nowhere.example", "the host name was not found", webhook.ClassDNS},
		{"no URL", "http://[::1", "the callback URL is not valid", webhook.ClassURL},
		{"no scheme", "127.0.0.1/hook", "the callback URL needs http:// or https:// and a host", webhook.ClassURL},
		{"other scheme", "file:///etc/passwd", "the callback URL needs http:// or https:// and a host", webhook.ClassURL},
		{"empty", "", "the callback URL needs http:// or https:// and a host", webhook.ClassURL},
		{"user-info", strings.Replace(rude.URL, "//", "//user:password@", 1), "the callback URL must not contain a user name or password", webhook.ClassURL},
	}
	for _, tt := range tests {
		failed := attempt(t, n, tt.target)
		if failed == nil || failed.Class != tt.class || failed.Error() != tt.want || failed.Status != 0 {
			t.Errorf("%s: %#v, want %s: %s", tt.name, failed, tt.class, tt.want)
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
	err := newNotifier(t, settings(t)).Notify(ctx, blobFor(receiver.URL))
	var failed *webhook.DeliveryError
	if !errors.As(err, &failed) || failed.Class != webhook.ClassInterrupted || !errors.Is(err, context.Canceled) {
		t.Errorf("%#v", err)
	}
}

func TestNotifyBodyFails(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(mustNotBeCalled(t))
	defer receiver.Close()
	cfg, broken := settings(t), errors.New("table labels is damaged")
	cfg.Body = func(*blobsight.Blob) ([]byte, error) { return nil, broken }
	failed := attempt(t, newNotifier(t, cfg), receiver.URL)
	if failed == nil || failed.Class != webhook.ClassInternal || !errors.Is(failed, broken) || strings.Contains(failed.Error(), "labels") {
		t.Errorf("%#v", failed)
	}
}

// TestNotifyUsesNoProxy: a proxy in the environment would be asked for this address, were it heeded.
func TestNotifyUsesNoProxy(t *testing.T) {
	proxy := httptest.NewServer(mustNotBeCalled(t))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"} {
		t.Setenv(name, proxy.URL)
	}
	t.Setenv("NO_PROXY", "")
	t.Setenv("no_proxy", "")
	n := newNotifier(t, settings(t))
	for _, target := range []string{"http://10.1.2.3/", "https://10.1.2.3/"} {
		if failed := attempt(t, n, target); failed == nil || failed.Class != webhook.ClassAddress {
			t.Errorf("%s: %#v", target, failed)
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
		if failed := attempt(t, n, receiver.URL); failed != nil {
			t.Fatal(failed)
		}
		if got := <-cookies; got != "" {
			t.Errorf("cookie %q was sent", got)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	_, err := webhook.New(webhook.Config{Timeout: -1})
	for _, want := range []string{"Body is missing", "Now is missing", "at least one secret", "Timeout is -1ns"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	cfg := settings(t)
	cfg.Secrets = append(cfg.Secrets, webhook.Secret{})
	if _, err := webhook.New(cfg); err == nil || !strings.Contains(err.Error(), "secret 2 is too short") {
		t.Error(err)
	}
}
