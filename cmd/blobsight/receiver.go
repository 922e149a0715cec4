package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
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
	// topLabels is how many labels a summary shows.
	topLabels = 3
)

// receiver verifies and prints callbacks, one at a time.
type receiver struct {
	s      *streams
	secret string
	json   bool
	count  int           // enough are so many; 0: never
	enough chan struct{} // closed when there were enough

	mu sync.Mutex
	n  int
}

func newReceiver(s *streams, secret string, asJSON bool, count int) *receiver {
	return &receiver{s: s, secret: secret, json: asJSON, count: count, enough: make(chan struct{})}
}

// verified is how many callbacks were verified so far.
func (r *receiver) verified() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.n
}

// ServeHTTP answers 204 to a verified callback and 401 to any other.
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
	w.WriteHeader(r.take(req, body))
}

// take verifies and prints one callback and gives the status of the answer.
func (r *receiver) take(req *http.Request, body []byte) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.count > 0 && r.n >= r.count {
		return http.StatusServiceUnavailable // nobody reads it any more: it may come again later
	}
	b, err := client.VerifyCallback(r.secret, req.Header, body)
	if err != nil {
		r.refused(req, err)
		return http.StatusUnauthorized
	}
	if err := r.print(b, body); err != nil {
		return http.StatusInternalServerError
	}
	if r.n++; r.n == r.count {
		close(r.enough)
	}
	return http.StatusNoContent
}

func (r *receiver) refused(req *http.Request, err error) {
	line := fmt.Sprintf("%s  ✗ refused   from %s: %s", clock(), req.RemoteAddr, printable(err.Error()))
	if r.json {
		r.s.note("%s", line)
		return
	}
	_, _ = fmt.Fprintln(r.s.out, line)
}

func (r *receiver) print(b *client.Blob, body []byte) error {
	if r.json {
		var line bytes.Buffer
		if err := json.Compact(&line, body); err != nil {
			return err
		}
		_, err := fmt.Fprintln(r.s.out, line.String())
		return err
	}
	_, err := fmt.Fprintf(r.s.out, "%s  ✓ verified  %s  %s  %s\n", clock(), printable(b.BlobID), printable(string(b.Status)), printable(summary(b)))
	return err
}

// summary is the outcome in a few words: why it failed, or the surest of the
// labels that say most, which are those that are nobody's parents.
func summary(b *client.Blob) string {
	if b.Error != nil {
		return string(b.Error.Code) + ": " + b.Error.Detail
	}
	parents := map[string]bool{}
	for _, l := range b.Labels {
		for _, p := range l.Parents {
			parents[p] = true
		}
	}
	var words []string
	for _, l := range b.Labels {
		if !parents[l.Label] && len(words) < topLabels {
			words = append(words, fmt.Sprintf("%s %.1f%%", l.Label, l.Confidence))
		}
	}
	return strings.Join(words, ", ")
}

// clock is the time of day, as people read it.
func clock() string { return time.Now().Format(time.TimeOnly) }
