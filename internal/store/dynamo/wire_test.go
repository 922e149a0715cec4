package dynamo_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
)

// wire sends one request of a test after the other, because the stand-in's
// transactions undo what others wrote meanwhile. It can answer in its place.
type wire struct {
	mu     sync.Mutex
	answer func(operation string, request []byte) (status int, body string) // status 0: the request goes on
}

// set lets answer have a look at each request from now on.
func (w *wire) set(answer func(operation string, request []byte) (status int, body string)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = answer
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.answer != nil {
		request, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(strings.NewReader(string(request)))
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		if status, body := w.answer(operation, request); status != 0 {
			return &http.Response{
				StatusCode: status, Request: r, Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
				Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
			}, nil
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}
