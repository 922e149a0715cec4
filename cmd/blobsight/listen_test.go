package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"blobsight/client"
)

const testSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

// callback is a signed callback with this body.
func callback(t *testing.T, body string) *http.Request {
	t.Helper()
	hook, err := standardwebhooks.NewWebhook(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	signature, err := hook.Sign("msg_1", now, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("webhook-id", "msg_1")
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	return r
}

const body = `{"blob_id":"1", "status":"recognized", "labels":[
	{"label":"Animal","confidence":99,"parents":[]},
	{"label":"Dog","confidence":98.25,"parents":["Animal"]},
	{"label":"Grass","confidence":50,"parents":[]}]}`

// receive hands requests to a receiver and gives the statuses and what was printed.
func receive(asJSON bool, count int, requests ...*http.Request) (statuses []int, o outcome) {
	var out, stderr strings.Builder
	r := newReceiver(&streams{out: &out, err: &stderr}, testSecret, asJSON, count)
	for _, req := range requests {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		statuses = append(statuses, w.Code)
	}
	return statuses, outcome{r.verified(), out.String(), stderr.String()}
}

func TestReceiver(t *testing.T) {
	t.Parallel()
	altered := callback(t, body)
	altered.Header.Set("webhook-id", "msg_2\x1b")
	get := callback(t, body)
	get.Method = http.MethodGet
	failed := `{"blob_id":"2","status":"failed","labels":[],"error":{"code":"invalid_image","detail":"it is\u001b empty"}}`
	tests := []struct {
		name    string
		request *http.Request
		status  int
		out     string // after the time of day
	}{
		{"verified", callback(t, body), http.StatusNoContent, "✓ verified  1  recognized  Dog 98.2%, Grass 50.0%\n"},
		{"failed blob", callback(t, failed), http.StatusNoContent, "✓ verified  2  failed  invalid_image: it is� empty\n"},
		{"altered", altered, http.StatusUnauthorized, "✗ refused   from 192.0.2.1:1234: signed with another secret, or altered\n"},
		{"not signed", httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)), http.StatusUnauthorized, "✗ refused   from 192.0.2.1:1234: not signed\n"},
		{"GET", get, http.StatusMethodNotAllowed, ""},
		{"too large", callback(t, strings.Repeat(" ", maxCallback)+body), http.StatusBadRequest, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			statuses, o := receive(false, 0, tt.request)
			if statuses[0] != tt.status || o.err != "" {
				t.Errorf("answered %d, want %d; stderr %q", statuses[0], tt.status, o.err)
			}
			if _, said, _ := strings.Cut(o.out, "  "); said != tt.out {
				t.Errorf("printed %q, want %q", said, tt.out)
			}
		})
	}
}

func TestReceiverJSON(t *testing.T) {
	t.Parallel()
	statuses, o := receive(true, 0, callback(t, body), httptest.NewRequest(http.MethodPost, "/", nil))
	want := `{"blob_id":"1","status":"recognized","labels":[{"label":"Animal","confidence":99,"parents":[]},` +
		`{"label":"Dog","confidence":98.25,"parents":["Animal"]},{"label":"Grass","confidence":50,"parents":[]}]}` + "\n"
	if o.out != want || statuses[0] != http.StatusNoContent || statuses[1] != http.StatusUnauthorized {
		t.Errorf("answered %d and printed %q", statuses, o.out)
	}
	contains(t, o.err, "✗ refused", "not signed")
}

func TestReceiverHasEnough(t *testing.T) {
	t.Parallel()
	statuses, o := receive(true, 2, httptest.NewRequest(http.MethodPost, "/", nil), callback(t, body), callback(t, body), callback(t, body))
	want := []int{http.StatusUnauthorized, http.StatusNoContent, http.StatusNoContent, http.StatusServiceUnavailable}
	for i := range want {
		if statuses[i] != want[i] {
			t.Fatalf("answered %d, want %d", statuses, want)
		}
	}
	if o.code != 2 || strings.Count(o.out, "\n") != 2 {
		t.Errorf("%d verified, printed %q", o.code, o.out)
	}
}

func TestListenInterrupted(t *testing.T) {
	t.Parallel()
	args := []string{"listen", "--addr", "127.0.0.1:0", "--secret", testSecret}
	if o := start(t, true, "callback-allow", args...).end(); o.code != 0 || o.out != "" {
		t.Errorf("got %+v, want a good end", o)
	}
	if o := start(t, true, "callback-allow", append(args, "--count", "1")...).end(); o.code != exitFailed {
		t.Errorf("got %+v, want a failure: there were too few", o)
	}
}

func TestCallbackURL(t *testing.T) {
	t.Parallel()
	tests := []struct{ addr, url, network string }{
		{"127.0.0.1", "http://127.0.0.1:9000/", "127.0.0.0/8"},
		{"::1", "http://[::1]:9000/", "::1/128"},
		{"0.0.0.0", "http://127.0.0.1:9000/", "127.0.0.0/8"},
		{"::", "http://127.0.0.1:9000/", "127.0.0.0/8"},
		{"10.1.2.3", "http://10.1.2.3:9000/", "10.1.2.3/32"},
		{"203.0.113.1", "http://203.0.113.1:9000/", ""},
	}
	for _, tt := range tests {
		url, network := callbackURL(&net.TCPAddr{IP: net.ParseIP(tt.addr), Port: 9000})
		if url != tt.url || network != tt.network {
			t.Errorf("%s: %s and %q, want %s and %q", tt.addr, url, network, tt.url, tt.network)
		}
	}
}

func TestSummaryNamesFewLabels(t *testing.T) {
	t.Parallel()
	b := client.Blob{Labels: []client.Label{{Label: "A"}, {Label: "B"}, {Label: "C"}, {Label: "D"}}}
	if got, want := summary(&b), "A 0.0%, B 0.0%, C 0.0%"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
