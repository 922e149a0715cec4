package e2e_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// receiver takes callbacks as a client's server does. It verifies them with the
// library of the specification.
type receiver struct {
	server *httptest.Server
	verify *standardwebhooks.Webhook
	fail   int           // so many are answered with 500 first
	gate   chan struct{} // closed: nothing is held back
	hang   bool          // the first one is never answered

	mu   sync.Mutex
	got  []string      // a line for each callback
	more chan struct{} // closed and replaced when one more has come
}

// cmdReceiver starts a receiver and sets RECEIVER to its URL.
func cmdReceiver(ts *testscript.TestScript, neg bool, args []string) {
	w := worldOf(ts)
	if neg || w.receiver != nil || len(args) > 1 {
		ts.Fatalf("usage: receiver [fail=N | hang]")
	}
	r := &receiver{more: make(chan struct{}), gate: make(chan struct{}), verify: verifier(ts)}
	for _, arg := range args {
		n, isFail := strings.CutPrefix(arg, "fail=")
		switch {
		case arg == "hang":
			r.hang = true
		case isFail:
			var err error
			r.fail, err = strconv.Atoi(n)
			ts.Check(err)
		default:
			ts.Fatalf("receiver: unknown %q", arg)
		}
	}
	r.server = httptest.NewServer(r)
	w.receiver = r
	ts.Setenv("RECEIVER", r.server.URL+"/hook")
}

// verifier knows the deployment's secret, as a receiver is told it.
func verifier(ts *testscript.TestScript) *standardwebhooks.Webhook {
	out, err := command(ts, "secrets", "show").Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		ts.Fatalf("secrets show: %s", exit.Stderr)
	}
	ts.Check(err)
	wh, err := standardwebhooks.NewWebhook(strings.TrimSpace(string(out)))
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
	if n <= r.fail {
		http.Error(w, "not now", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// record keeps a line about a callback and says the how many-th it is.
func (r *receiver) record(req *http.Request, body []byte) int {
	verdict := "verified"
	if err := r.verify.Verify(body, req.Header); err != nil {
		verdict = "NOT VERIFIED: " + err.Error()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
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
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
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
