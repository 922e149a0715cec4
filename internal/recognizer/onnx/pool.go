//go:build cgo

package onnx

import (
	"context"
	"errors"
	"sync"
	"time"
)

// pool lends sessions, at most as many as it has places.
type pool struct {
	create    func() (*session, error)
	idleAfter time.Duration // 0: sessions are kept
	places    chan struct{} // holds one value for each session that is lent
	closing   chan struct{} // closed when the pool closes

	creating sync.Mutex // one session is made at a time: that takes the most memory

	mu    sync.Mutex // guards what follows
	free  []idle     // the one used last is the last
	timer *time.Timer
}

// idle is a session that waits for work.
type idle struct {
	*session
	since time.Time
}

func newPool(places int, idleAfter time.Duration, create func() (*session, error)) *pool {
	return &pool{create: create, idleAfter: idleAfter, places: make(chan struct{}, places), closing: make(chan struct{})}
}

// get waits for a session. Each one is to be given back with put.
func (p *pool) get(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.closing:
		return nil, ErrClosed
	}
	s, err := p.take()
	if err != nil {
		<-p.places
	}
	return s, err
}

// take gives a free session, or a new one.
func (p *pool) take() (*session, error) {
	p.mu.Lock()
	select {
	case <-p.closing:
		p.mu.Unlock()
		return nil, ErrClosed
	default:
	}
	if n := len(p.free); n > 0 {
		s := p.free[n-1].session
		p.free = p.free[:n-1]
		p.mu.Unlock()
		return s, nil
	}
	p.mu.Unlock()
	p.creating.Lock()
	defer p.creating.Unlock()
	return p.create()
}

// put gives a session back.
func (p *pool) put(s *session) {
	p.mu.Lock()
	p.free = append(p.free, idle{s, time.Now()})
	if p.idleAfter > 0 && p.timer == nil {
		p.timer = time.AfterFunc(p.idleAfter, p.reap)
	}
	p.mu.Unlock()
	<-p.places
}

// reap closes the sessions that waited too long, and comes again when the next one may have.
func (p *pool) reap() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = nil
	now, n := time.Now(), 0
	for n < len(p.free) && now.Sub(p.free[n].since) >= p.idleAfter {
		_ = p.free[n].close() // it only fails for sessions that are closed
		n++
	}
	p.free = append([]idle(nil), p.free[n:]...)
	if len(p.free) > 0 {
		p.timer = time.AfterFunc(p.idleAfter-now.Sub(p.free[0].since), p.reap)
	}
	if n > 0 {
		trim()
	}
}

// close waits for the sessions that are lent and closes all.
func (p *pool) close() error {
	p.mu.Lock()
	close(p.closing)
	p.mu.Unlock()
	for range cap(p.places) {
		p.places <- struct{}{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	var errs []error
	for _, s := range p.free {
		errs = append(errs, s.close())
	}
	p.free = nil
	trim()
	return errors.Join(errs...)
}

// size tells how many sessions wait for work.
func (p *pool) size() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.free)
}
