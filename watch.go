package blobsight

import (
	"context"
	"sync"
	"time"
)

// lookAgain is how often a blob that is waited for is looked at: another process
// may have moved it, of which nothing is heard here.
const lookAgain = time.Second

// Await gives a blob as soon as it is as the caller wants it, but in the end, when
// ctx is over, as it is then. [ErrBlobNotFound] when there is none, or no more.
func (s *Service) Await(ctx context.Context, id string, wanted func(*Blob) bool) (*Blob, error) {
	changed, leave := s.moves.watch(id)
	defer func() { leave() }()
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for {
		b, err := s.Store.Get(context.WithoutCancel(ctx), id)
		if err != nil || wanted(b) || ctx.Err() != nil {
			return b, err
		}
		select {
		case <-ctx.Done():
			return b, nil
		case <-again.C:
		case <-changed:
			leave()
			changed, leave = s.moves.watch(id)
		}
	}
}

// moves tells those who wait in this process that a blob has moved.
type moves struct {
	mu sync.Mutex
	of map[string]*watched
}

// watched is one blob that is waited for.
type watched struct {
	moved    chan struct{} // closed at the next move
	watchers int
}

// watch gives a channel that is closed at the next move of a blob. Leave must be called.
func (m *moves) watch(id string) (moved <-chan struct{}, leave func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil {
		m.of = map[string]*watched{}
	}
	w := m.of[id]
	if w == nil {
		w = &watched{moved: make(chan struct{})}
		m.of[id] = w
	}
	w.watchers++
	return w.moved, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if w.watchers--; w.watchers == 0 && m.of[id] == w {
			delete(m.of, id)
		}
	}
}

// tell wakes all who wait for a blob.
func (m *moves) tell(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if w := m.of[id]; w != nil {
		close(w.moved)
		delete(m.of, id)
	}
}
