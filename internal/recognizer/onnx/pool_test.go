//go:build cgo

package onnx_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"blobsight/internal/recognizer/onnx"
)

// slow is a model of many operators, between which a run can end.
func slow() []byte {
	const n = 2000
	nodes := make([]message, 0, n)
	in := "x"
	for i := range n {
		out := "y"
		if i < n-1 {
			out = "x" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		}
		nodes = append(nodes, node("Sin", []string{in}, []string{out}))
		in = out
	}
	return model(nodes, []message{value("x", typeFloat, 1, slowSize)}, []message{value("y", typeFloat, 1, slowSize)})
}

const slowSize = 1 << 14

// TestIdle: sessions that nobody needs are closed, those in use are not, and new
// ones are made when they are needed again.
func TestIdle(t *testing.T) {
	t.Parallel()
	lib := library(t)
	file := negation(typeFloat, 1)
	synctest.Test(t, func(t *testing.T) {
		opened := 0
		e, err := onnx.Load(func() ([]byte, error) { opened++; return file, nil }, onnx.Options{Library: lib, Sessions: 2, IdleAfter: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		run := func() {
			t.Helper()
			if _, err := e.Run(t.Context(), []float32{1}); err != nil {
				t.Fatal(err)
			}
		}
		after := func(d time.Duration, idle, made int) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if e.Idle() != idle || opened != 1+made {
				t.Fatalf("%d sessions wait, %d were made; want %d and %d", e.Idle(), opened-1, idle, made)
			}
		}
		after(0, 0, 0) // lazily
		run()
		run()
		after(59*time.Second, 1, 1) // the second run used the session of the first
		run()
		after(59*time.Second, 1, 1) // it was needed in between
		after(2*time.Second, 0, 1)
		after(time.Hour, 0, 1)
		run()
		after(time.Second, 1, 2)
	})
}

func TestNeverIdle(t *testing.T) {
	t.Parallel()
	lib := library(t)
	synctest.Test(t, func(t *testing.T) {
		e, err := onnx.Load(func() ([]byte, error) { return negation(typeFloat, 1), nil }, onnx.Options{Library: lib})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		if _, err := e.Run(t.Context(), []float32{1}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(1000 * time.Hour)
		if e.Idle() != 1 {
			t.Errorf("%d sessions wait", e.Idle())
		}
	})
}

// TestCanceled: a run that works, one that waits and one that has not begun end
// with their context, and the session is good afterwards.
func TestCanceled(t *testing.T) {
	t.Parallel()
	file := slow()
	e := load(t, file, onnx.Options{})
	input := make([]float32, slowSize)
	if _, err := e.Run(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	errs := make(chan error, 3)
	for range 3 {
		wg.Go(func() {
			var err error
			for err == nil {
				_, err = e.Run(ctx, input)
			}
			errs <- err
		})
	}
	for e.Idle() > 0 { // until one of them has the session
		runtime.Gosched()
	}
	cancel()
	wg.Wait()
	close(errs)
	for err := range errs {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want the context's error", err)
		}
	}
	if _, err := e.Run(ctx, input); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v before the run", err)
	}
	if _, err := e.Run(t.Context(), input); err != nil {
		t.Errorf("a run after the canceled ones: %v", err)
	}
}

// TestClosed: Close waits for what works, and what comes later gets an error.
func TestClosed(t *testing.T) {
	t.Parallel()
	e := load(t, negation(typeFloat, 1), onnx.Options{Sessions: 2})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := e.Run(t.Context(), []float32{1}); err != nil && !errors.Is(err, onnx.ErrClosed) {
				t.Error(err)
			}
		})
	}
	for range 2 { // the second call does nothing
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := e.Run(t.Context(), []float32{1}); !errors.Is(err, onnx.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
	wg.Wait()
}

// TestCancelWhileMaking: who waits until the session of another is made may give up.
func TestCancelWhileMaking(t *testing.T) {
	t.Parallel()
	lib := library(t)
	file := negation(typeFloat, 1)
	synctest.Test(t, func(t *testing.T) {
		opened, ready := 0, make(chan struct{})
		e, err := onnx.Load(func() ([]byte, error) {
			if opened++; opened > 1 {
				<-ready
			}
			return file, nil
		}, onnx.Options{Library: lib, Sessions: 3})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		run := func(ctx context.Context) chan error {
			done := make(chan error, 1)
			go func() {
				_, err := e.Run(ctx, []float32{1})
				done <- err
			}()
			synctest.Wait()
			return done
		}
		ctx, cancel := context.WithCancel(t.Context())
		first, second := run(t.Context()), run(ctx)
		cancel()
		if err := <-second; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		close(ready)
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}
