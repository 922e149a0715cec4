package awstest

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"
)

// errGone is the error of an invocation of a function that was taken away.
var errGone = errors.New("the function was taken away")

// function is one function of Lambda: as many sandboxes as it is called at once, up
// to a limit.
type function struct {
	name      string
	bootstrap string
	dir       string
	env       []string
	timeout   time.Duration
	log       io.Writer

	places chan struct{} // as many as there may be sandboxes

	mu   sync.Mutex
	gone bool
	idle []*sandbox
	busy []*sandbox
}

// invoke calls the function and waits for its answer. It waits for a place if all
// sandboxes are in use.
func (f *function) invoke(ctx context.Context, payload []byte) ([]byte, error) {
	select {
	case f.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-f.places }()
	s, err := f.take()
	if err != nil {
		return nil, err
	}
	defer f.putBack(s)
	o := s.run(newInvocation(payload, f.timeout))
	return o.answer, o.err
}

// take gives a sandbox that was used before, else a new one.
func (f *function) take() (*sandbox, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gone {
		return nil, errGone
	}
	f.idle = slices.DeleteFunc(f.idle, func(s *sandbox) bool { return !s.alive() })
	var s *sandbox
	if n := len(f.idle); n > 0 {
		s, f.idle = f.idle[n-1], f.idle[:n-1]
	} else {
		var err error
		if s, err = newSandbox(f.bootstrap, f.dir, f.env, f.arn(), f.log); err != nil {
			return nil, err
		}
	}
	f.busy = append(f.busy, s)
	return s, nil
}

func (f *function) putBack(s *sandbox) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy = slices.DeleteFunc(f.busy, func(other *sandbox) bool { return other == s })
	if f.gone {
		s.kill()
		return
	}
	f.idle = append(f.idle, s)
}

// kill ends all processes in the middle of what they do. The function starts others
// when it is called.
func (f *function) kill() {
	f.mu.Lock()
	all := slices.Concat(f.idle, f.busy)
	f.idle = nil
	f.mu.Unlock()
	for _, s := range all {
		s.kill()
	}
}

// remove ends all processes for good.
func (f *function) remove() {
	f.mu.Lock()
	f.gone = true
	f.mu.Unlock()
	f.kill()
}

func (f *function) arn() string {
	return "arn:aws:lambda:" + Region + ":" + "123456789012:function:" + f.name
}
