package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// receive hands requests to a receiver and gives the answers and what was
// printed, with the number of verified callbacks as code.
func receive(r *receiver, asJSON bool, requests ...*http.Request) (answers []*httptest.ResponseRecorder, o outcome) {
	var out, stderr strings.Builder
	r.verifier, _ = verifierOf(testSecret)
	r.enough = make(chan struct{})
	r.printer = &printer{s: &streams{out: &out, err: &stderr}, json: asJSON}
	for _, req := range requests {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		answers = append(answers, w)
	}
	return answers, outcome{r.verified(), out.String(), stderr.String()}
}

// statuses are those of the answers.
func statuses(answers []*httptest.ResponseRecorder) (out []int) {
	for _, a := range answers {
		out = append(out, a.Code)
	}
	return out
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
		{"verified", callback(t, body), http.StatusNoContent, "✓ verified  1  recognized  Dog 98.2%, Grass 50.0%\n  Animal   99.0%\n  Dog      98.2%  Animal\n  Grass    50.0%\n"},
		{"failed blob", callback(t, failed), http.StatusNoContent, "✓ verified  2  failed  invalid_image: it is� empty\n"},
		{"altered", altered, http.StatusUnauthorized, "✗ refused   from 192.0.2.1:1234: signed with another secret, or altered\n"},
		{"not signed", httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)), http.StatusUnauthorized, "✗ refused   from 192.0.2.1:1234: not signed\n"},
		{"GET", get, http.StatusMethodNotAllowed, ""},
		{"too large", callback(t, strings.Repeat(" ", maxCallback)+body), http.StatusBadRequest, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answers, o := receive(&receiver{}, false, tt.request)
			if answers[0].Code != tt.status || o.err != "" {
				t.Errorf("answered %d, want %d; stderr %q", answers[0].Code, tt.status, o.err)
			}
			if _, said, _ := strings.Cut(o.out, "  "); said != tt.out {
				t.Errorf("printed %q, want %q", said, tt.out)
			}
		})
	}
}

func TestReceiverJSON(t *testing.T) {
	t.Parallel()
	answers, o := receive(&receiver{}, true, callback(t, body), httptest.NewRequest(http.MethodPost, "/", nil))
	want := `{"blob_id":"1","status":"recognized","labels":[{"label":"Animal","confidence":99,"parents":[]},` +
		`{"label":"Dog","confidence":98.25,"parents":["Animal"]},{"label":"Grass","confidence":50,"parents":[]}]}` + "\n"
	if diff := cmp.Diff([]int{http.StatusNoContent, http.StatusUnauthorized}, statuses(answers)); diff != "" || o.out != want {
		t.Errorf("printed %q; answered (-want +got)\n%s", o.out, diff)
	}
	contains(t, o.err, "✗ refused", "not signed")
}

func TestReceiverHasEnough(t *testing.T) {
	t.Parallel()
	answers, o := receive(&receiver{count: 2}, true,
		httptest.NewRequest(http.MethodPost, "/", nil), callback(t, body), callback(t, body), callback(t, body))
	want := []int{http.StatusUnauthorized, http.StatusNoContent, http.StatusNoContent, http.StatusServiceUnavailable}
	if diff := cmp.Diff(want, statuses(answers)); diff != "" {
		t.Errorf("answered (-want +got)\n%s", diff)
	}
	if o.code != 2 || strings.Count(o.out, "\n") != 2 {
		t.Errorf("%d verified, printed %q", o.code, o.out)
	}
}

// TestReceiverFails: what is failed on request is verified first, is shown, and
// does not count.
func TestReceiverFails(t *testing.T) {
	t.Parallel()
	for _, asJSON := range []bool{false, true} {
		answers, o := receive(&receiver{fail: 2, count: 1}, asJSON,
			callback(t, body), httptest.NewRequest(http.MethodPost, "/", nil), callback(t, body), callback(t, body))
		want := []int{http.StatusInternalServerError, http.StatusUnauthorized, http.StatusInternalServerError, http.StatusNoContent}
		if diff := cmp.Diff(want, statuses(answers)); diff != "" || o.code != 1 {
			t.Errorf("%d verified; answered (-want +got)\n%s", o.code, diff)
		}
		contains(t, o.out+o.err, "✗ failed    1  recognized  answered 500 on request (1 of 2)\n", "(2 of 2)")
		if asJSON && strings.Count(o.out, "\n") != 1 {
			t.Errorf("stdout has more than the body: %q", o.out)
		}
	}
}

func TestReceiverWithoutSecrets(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	r := &receiver{printer: &printer{s: &streams{out: &out}}, verifier: func(context.Context) (*client.Verifier, error) {
		return nil, errors.New("disk broken")
	}}
	w := httptest.NewRecorder()
	if r.ServeHTTP(w, callback(t, body)); w.Code != http.StatusInternalServerError {
		t.Errorf("answered %d: it is not known whether it is forged", w.Code)
	}
	contains(t, out.String(), "✗ failed    disk broken\n")
}

func TestSummaryNamesFewLabels(t *testing.T) {
	t.Parallel()
	b := client.Blob{Labels: []client.Label{{Label: "A"}, {Label: "B"}, {Label: "C"}, {Label: "D"}}}
	if got, want := summary(&b), "A 0.0%, B 0.0%, C 0.0%"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
