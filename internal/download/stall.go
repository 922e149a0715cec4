package download

import (
	"context"
	"fmt"
	"io"
	"time"
)

// watcher ends ctx when nothing has come for some time.
type watcher struct {
	ctx      context.Context
	cancel   context.CancelCauseFunc
	patience time.Duration
	timer    *time.Timer
}

// watch gives a ctx that ends with the other one, or when nothing has come from
// a reader of the watcher for so long.
func watch(ctx context.Context, patience time.Duration) (context.Context, *watcher) {
	w := &watcher{patience: patience}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(patience, func() { w.cancel(fmt.Errorf("nothing came for %s", patience)) })
	return w.ctx, w
}

func (w *watcher) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// explain gives the reason for an error that came of ctx having been ended.
func (w *watcher) explain(err error) error {
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx)
	}
	return err
}

// reader is r; whatever comes from it is a sign of life.
func (w *watcher) reader(r io.Reader) io.Reader { return &watched{w, r} }

type watched struct {
	*watcher
	from io.Reader
}

func (r *watched) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if n > 0 {
		r.timer.Reset(r.patience)
	}
	return n, err
}
