package rekapi

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"blobsight"
)

// The operation that is answered.
const (
	target    = "RekognitionService.DetectLabels"
	mediaType = "application/x-amz-json-1.1"
)

// Config is what the handler is made of. All fields are required, but those that say
// what nothing stands for.
type Config struct {
	Service *blobsight.Service
	Keys    *blobsight.Keys
	Objects Objects
	Region  string                      // that signatures must be for
	Admit   func(r *http.Request) error // says who may not ask, whatever is signed; nil: nobody
	Log     *slog.Logger
}

// handler answers requests of one server.
type handler struct {
	Config
	places chan struct{} // one for each body that is held in memory
}

// New makes the handler. Requests that are in the protocol, "POST /" with a target,
// are for the caller to tell from others.
func New(c Config) http.Handler {
	return &handler{Config: c, places: make(chan struct{}, maxPlaces)}
}

// ServeHTTP answers a request. Whatever goes wrong is told as Amazon tells it.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := h.Service.NewID()
	w.Header().Set("x-amzn-RequestId", id)
	answer, err := h.safely(w, r)
	if err != nil {
		h.refuse(w, r, id, err)
		return
	}
	h.reply(w, r, http.StatusOK, answer)
}

// safely is answer, where a panic is an error like any other.
func (h *handler) safely(w http.ResponseWriter, r *http.Request) (_ *detectLabelsOutput, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return h.answer(w, r)
}

// workTime bounds what is done for a request that has come in: reading its picture
// elsewhere, waiting for the recognizer, recognizing.
const workTime = time.Minute

// answer does what a request asks for. Whom it claims to come from is settled before
// its body is read.
func (h *handler) answer(w http.ResponseWriter, r *http.Request) (*detectLabelsOutput, error) {
	signed, err := h.identify(r)
	if err != nil {
		return nil, err
	}
	if err := checkTarget(r.Header["X-Amz-Target"]); err != nil {
		return nil, err
	}
	leave, err := h.enter(r.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	body, err := readBody(w, r)
	if err != nil {
		return nil, err
	}
	if err := signed.check(r, body); err != nil {
		return nil, err
	}
	in, err := parse(body)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), workTime)
	defer cancel()
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(workTime + answerTime)) // as in paced
	return h.detectLabels(ctx, in)
}

// checkTarget says whether the operation is the one that is answered.
func checkTarget(targets []string) error {
	switch {
	case len(targets) == 1 && targets[0] == target:
		return nil
	case len(targets) > 1:
		return unknownOperation("X-Amz-Target is there more than once")
	default:
		return unknownOperation(fmt.Sprintf("%q is not answered here", clipped(strings.Join(targets, ""))))
	}
}

// detectLabels answers a request that is in order.
func (h *handler) detectLabels(ctx context.Context, in *detectLabelsInput) (*detectLabelsOutput, error) {
	open := func(ctx context.Context) (io.ReadCloser, error) { return in.Image.open(ctx, h.Objects) }
	rec, err := h.Service.Label(ctx, open, in.options())
	if rec != nil { // there may be one beside an error
		err = cmp.Or(unfit(rec.Image, err), err)
	}
	if err != nil {
		return nil, err
	}
	return output(in, rec), nil
}
