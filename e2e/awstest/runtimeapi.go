package awstest

import (
	"io"
	"net/http"
	"strconv"
	"sync"
)

// maxPayload is how large an answer of a function may be, in bytes.
const maxPayload = 6 << 20

// runtimeAPI is the side of Lambda that a bootstrap talks to, for one sandbox: it
// asks for the next invocation and posts what came of it.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
type runtimeAPI struct {
	arn  string
	work chan *invocation // handed over when the bootstrap asks

	mu      sync.Mutex
	current *invocation
	init    error // the bootstrap said that it cannot start
}

func (a *runtimeAPI) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", a.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", a.response)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", a.failure)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", a.initError)
	return mux
}

// next holds the request until there is something to do.
func (a *runtimeAPI) next(w http.ResponseWriter, r *http.Request) {
	select {
	case <-r.Context().Done():
	case inv := <-a.work:
		a.mu.Lock()
		a.current = inv
		a.mu.Unlock()
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Lambda-Runtime-Aws-Request-Id", inv.id)
		h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(inv.deadline.UnixMilli(), 10))
		h.Set("Lambda-Runtime-Invoked-Function-Arn", a.arn)
		_, _ = w.Write(inv.payload)
	}
}

func (a *runtimeAPI) response(w http.ResponseWriter, r *http.Request) {
	a.finish(w, r, func(body []byte) outcome { return outcome{answer: body} })
}

func (a *runtimeAPI) failure(w http.ResponseWriter, r *http.Request) {
	a.finish(w, r, func(body []byte) outcome { return outcome{err: functionError(body)} })
}

// finish takes the outcome of the current invocation, once.
func (a *runtimeAPI) finish(w http.ResponseWriter, r *http.Request, of func([]byte) outcome) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPayload))
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.current == nil || a.current.id != r.PathValue("id"):
		http.Error(w, `{"errorType":"InvalidRequestID"}`, http.StatusBadRequest)
	case err != nil:
		a.current.end(outcome{err: &FunctionError{"Function.ResponseSizeTooLarge", err.Error()}})
		a.current = nil
		http.Error(w, `{"errorType":"RequestEntityTooLarge"}`, http.StatusRequestEntityTooLarge)
	default:
		a.current.end(of(body))
		a.current = nil
		accept(w)
	}
}

func (a *runtimeAPI) initError(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	a.mu.Lock()
	a.init = functionError(body)
	a.mu.Unlock()
	accept(w)
}

func accept(w http.ResponseWriter) {
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, `{"status":"OK"}`)
}
