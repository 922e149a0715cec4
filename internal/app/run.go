package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// How long Run waits at the end for what is running: less than the 30 seconds
// that container platforms give. Jobs get what requests leave, and at least a part.
const (
	stopTime     = 25 * time.Second
	stopRequests = 15 * time.Second
)

// Run serves until ctx ends, then stops in the order in which work flows in:
// first no new requests, then no new jobs; what runs is finished. What does not
// finish in time is cut off and done again after the next start.
func (a *App) Run(ctx context.Context) error {
	if err := a.runner.Start(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	beside, stopBeside := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { giveBackMemory(beside) })
	wg.Go(func() { a.takeIn(beside) })
	defer wg.Wait()
	defer stopBeside()
	served := make(chan error, 1)
	go func() { served <- a.server.Serve(a.ln) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		a.log.InfoContext(ctx, "stopping")
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	return errors.Join(err, a.stopRequests(ctx), a.stopJobs(ctx))
}

// takeIn queues what had been uploaded when the server died.
func (a *App) takeIn(ctx context.Context) {
	if err := a.resume(ctx); err != nil && ctx.Err() == nil {
		a.log.ErrorContext(ctx, "pictures that came in just before the last stop may wait for the end of their link", "error", err)
	}
}

func (a *App) stopRequests(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopRequests)
	defer cancel()
	if err := a.server.Shutdown(ctx); err != nil {
		a.log.WarnContext(ctx, "requests were cut off", "error", err)
		return a.server.Close()
	}
	return nil
}

func (a *App) stopJobs(ctx context.Context) error {
	if err := a.runner.Stop(ctx); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// Close gives back everything that Open opened, in reverse.
func (a *App) Close() error {
	var errs []error
	for _, closer := range slices.Backward(a.closers) {
		errs = append(errs, closer())
	}
	a.closers = nil
	return errors.Join(errs...)
}
