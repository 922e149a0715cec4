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

	creating chan struct{} // holds a value while a session is made: one at a time, since that takes the most memory

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
	return &pool{
		create: create, idleAfter: idleAfter, places: make(chan struct{}, places),
		closing: make(chan struct{}), creating: make(chan struct{}, 1),
	}
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
	s, err := p.take(ctx)
	if err != nil {
		<-p.places
	}
	return s, err
}

// take gives a free session, or a new one.
func (p *pool) take(ctx context.Context) (*session, error) {
	if s, err := p.waiting(); s != nil || err != nil {
		return s, err
	}
	select {
	case p.creating <- struct{}{}:
		defer func() { <-p.creating }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s, err := p.waiting(); s != nil || err != nil { // one came back meanwhile
		return s, err
	}
	return p.create()
}

// waiting gives a free session, nil if there is none.
func (p *pool) waiting() (*session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.closing:
		return nil, ErrClosed
	default:
	}
	n := len(p.free)
	if n == 0 {
		return nil, nil
	}
	s := p.free[n-1].session
	p.free = p.free[:n-1]
	return s, nil
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
