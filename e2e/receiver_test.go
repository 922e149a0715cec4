package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// receiver takes callbacks as a client's server does. It verifies them with the
// library of the specification.
type receiver struct {
	server     *httptest.Server
	verify     *standardwebhooks.Webhook
	fail       int           // so many are answered badly first
	status     int           // is the bad answer
	retryAfter string        // comes with it, unless it is empty
	gate       chan struct{} // closed: nothing is held back
	hang       bool          // the first one is never answered

	mu   sync.Mutex
	got  []string      // a line for each callback
	at   []time.Time   // when each came
	more chan struct{} // closed and replaced when one more has come
}

// cmdReceiver starts a receiver and sets RECEIVER to its URL, RECEIVER_PORT to its port.
func cmdReceiver(ts *testscript.TestScript, neg bool, args []string) {
	w := worldOf(ts)
	if neg || w.receiver != nil {
		ts.Fatalf("usage: receiver [fail=N] [status=CODE] [retry-after=TEXT] | receiver hang")
	}
	r := &receiver{more: make(chan struct{}), gate: make(chan struct{}), verify: verifier(ts), status: http.StatusInternalServerError}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "hang":
			r.hang = true
		case "fail":
			r.fail = number(ts, value)
		case "status":
			r.status = number(ts, value)
		case "retry-after":
			r.retryAfter = value
		default:
			ts.Fatalf("receiver: unknown %q", arg)
		}
	}
	r.server = httptest.NewServer(r)
	w.receiver = r
	ts.Setenv("RECEIVER", r.server.URL+"/hook")
	_, port, _ := strings.Cut(strings.TrimPrefix(r.server.URL, "http://"), ":")
	ts.Setenv("RECEIVER_PORT", port)
}

// verifier knows the deployment's secret, as a receiver is told it.
func verifier(ts *testscript.TestScript) *standardwebhooks.Webhook {
	wh, err := standardwebhooks.NewWebhook(strings.TrimSpace(worldOf(ts).size.admin(ts, []string{"secrets", "show"})))
	ts.Check(err)
	return wh
}

func (r *receiver) close() {
	close(r.gate)
	r.server.CloseClientConnections()
	r.server.Close()
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	n := r.record(req, body)
	if r.hang && n == 1 {
		<-r.gate
		return
	}
	if n > r.fail {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if r.retryAfter != "" {
		w.Header().Set("Retry-After", r.retryAfter)
	}
	if r.status/100 == 3 {
		w.Header().Set("Location", r.server.URL+"/elsewhere")
	}
	http.Error(w, "not now", r.status)
}

// record keeps a line about a callback and says the how many-th it is.
func (r *receiver) record(req *http.Request, body []byte) int {
	verdict := "verified"
	if err := r.verify.Verify(body, req.Header); err != nil {
		verdict = "NOT VERIFIED: " + err.Error()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = append(r.at, time.Now())
	r.got = append(r.got, fmt.Sprintf("%s %s %s %s %s", req.Method, req.Header.Get("Content-Type"), req.Header.Get("webhook-id"), verdict, body))
	close(r.more)
	r.more = make(chan struct{})
	return len(r.got)
}

// cmdReceived waits until so many callbacks have come and prints a line for each.
func cmdReceived(ts *testscript.TestScript, neg bool, args []string) {
	r := worldOf(ts).receiver
	if neg || r == nil || len(args) != 1 {
		ts.Fatalf("usage: received N, after receiver")
	}
	want := number(ts, args[0])
	timeout := time.After(patience)
	for {
		r.mu.Lock()
		got, more := r.got, r.more
		r.mu.Unlock()
		if len(got) >= want {
			fmt.Fprintln(ts.Stdout(), strings.Join(got, "\n"))
			if len(got) > want {
				ts.Fatalf("%d callbacks have come, want %d", len(got), want)
			}
			return
		}
		select {
		case <-more:
		case <-timeout:
			ts.Fatalf("%d callbacks have come, want %d:\n%s\nserver:\n%s", len(got), want, strings.Join(got, "\n"), worldOf(ts).log())
		}
	}
}

// cmdApart says whether callbacks came at least so long after one another.
func cmdApart(ts *testscript.TestScript, neg bool, args []string) {
	r := worldOf(ts).receiver
	if neg || r == nil || len(args) != 1 {
		ts.Fatalf("usage: apart DURATION, after receiver")
	}
	least, err := time.ParseDuration(args[0])
	ts.Check(err)
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := 1; i < len(r.at); i++ {
		if pause := r.at[i].Sub(r.at[i-1]); pause < least {
			ts.Fatalf("callback %d came %s after the one before, want %s at least", i+1, pause, least)
		}
	}
}
