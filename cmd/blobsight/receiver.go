package main

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"blobsight/client"
)

const (
	// maxCallback bounds the body of a callback, in bytes. The largest has some
	// hundred labels of some hundred bytes.
	maxCallback = 1 << 20
	// receiveTime bounds one callback from connection to answer.
	receiveTime = 15 * time.Second
)

// receiver verifies callbacks, answers or forwards them, and has them printed.
type receiver struct {
	verifier verifier
	printer  *printer
	forward  *forwarder    // nil: they are answered here
	fail     int           // so many are answered with 500 first
	count    int           // enough are so many; 0: never
	enough   chan struct{} // closed when there were enough

	mu     sync.Mutex
	failed int
	taken  int // answered with 2xx
	open   int // not yet answered
}

// verified is how many callbacks were verified and taken so far.
func (r *receiver) verified() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.taken
}

// ServeHTTP answers 401 to a callback that is not verified. A verified one gets
// 204, or what the app answers to which it is forwarded.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "callbacks are POSTed", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxCallback))
	if err != nil {
		http.Error(w, "the body cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	verifier, err := r.verifier(req.Context())
	if err != nil {
		r.printer.trouble(err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	b, err := verifier.Verify(req.Header, body)
	if err != nil {
		r.printer.refused(req.RemoteAddr, err)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	r.take(w, req, b, body)
}

// take answers a verified callback.
func (r *receiver) take(w http.ResponseWriter, req *http.Request, b *client.Blob, body []byte) {
	switch n, err := r.begin(); {
	case err != nil:
		http.Error(w, err.Error(), http.StatusServiceUnavailable) // it may come again later
		return
	case n > 0:
		r.printer.failed(b, n, r.fail)
		http.Error(w, "failed on request", http.StatusInternalServerError)
		return
	}
	answer := forwarded{status: http.StatusNoContent}
	if r.forward != nil {
		answer = r.forward.pass(req.Context(), req.Header, body)
	}
	if err := r.printer.taken(b, body, r.forward, &answer); err != nil {
		answer = forwarded{status: http.StatusInternalServerError}
	}
	answer.write(w)
	r.end(answer.status/100 == 2)
}

// errEnough says that nobody reads callbacks any more.
var errEnough = errors.New("enough callbacks were received")

// begin says that a callback is to be failed as the n-th of them, or with n = 0
// that it is to be taken, after which end must be called.
func (r *receiver) begin() (n int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed < r.fail {
		r.failed++
		return r.failed, nil
	}
	if r.count > 0 && r.taken+r.open >= r.count {
		return 0, errEnough
	}
	r.open++
	return 0, nil
}

func (r *receiver) end(taken bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
	if !taken {
		return
	}
	if r.taken++; r.taken == r.count {
		close(r.enough)
	}
}
