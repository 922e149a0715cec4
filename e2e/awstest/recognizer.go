package awstest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
)

// Recognizer stands before what answers as Rekognition does. It counts requests, and
// can refuse them or keep them waiting.
type Recognizer struct {
	proxy *httputil.ReverseProxy

	mu        sync.Mutex
	throttled int
	held      chan struct{} // open: no answer is given
	asked     int
	more      *bell
}

func newRecognizer(to string) (*Recognizer, error) {
	target, err := url.Parse(to)
	if err != nil {
		return nil, err
	}
	return &Recognizer{more: newBell(), proxy: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // it is signed
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) { // as when processes are killed
			refuse(w, http.StatusInternalServerError, "InternalServerError", err.Error())
		},
	}}, nil
}

// Throttle refuses the next n requests.
func (r *Recognizer) Throttle(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.throttled = n
}

// Hold keeps all requests waiting until Release.
func (r *Recognizer) Hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held = make(chan struct{})
}

// Release answers requests again.
func (r *Recognizer) Release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held != nil {
		close(r.held)
		r.held = nil
	}
}

// Asked waits until there were n requests since the start, and gives how many there
// are.
func (r *Recognizer) Asked(ctx context.Context, n int) (int, error) {
	for {
		more := r.more.next()
		r.mu.Lock()
		asked := r.asked
		r.mu.Unlock()
		if asked >= n {
			return asked, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return asked, ctx.Err()
		}
	}
}

// arrive counts a request. It gives what to wait for, and whether to refuse it.
func (r *Recognizer) arrive() (held chan struct{}, refuse bool) {
	defer r.more.ring()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	if r.throttled > 0 {
		r.throttled--
		return nil, true
	}
	return r.held, false
}

func (r *Recognizer) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body) // until then nobody notices that the client has gone
	if err != nil {
		refuse(w, http.StatusBadRequest, "SerializationException", err.Error())
		return
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	held, throttled := r.arrive()
	if throttled {
		refuse(w, http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		return
	}
	if held != nil {
		select {
		case <-held:
		case <-req.Context().Done():
			return
		}
	}
	r.proxy.ServeHTTP(w, req)
}

// refuse is an error of AWS JSON 1.1.
func refuse(w http.ResponseWriter, status int, kind, text string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": kind, "message": text})
}
