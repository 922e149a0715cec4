package webhook_test

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"blobsight"
)

// TestNotifyLimitsHost: a host that does not answer gets a few places, and
// another host is called all the same.
func TestNotifyLimitsHost(t *testing.T) {
	t.Parallel()
	const places = 8
	entered, release := make(chan struct{}, places), make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		entered <- struct{}{}
		<-release
	}))
	defer slow.Close()
	good := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer good.Close()
	n := newNotifier(t, settings(t))

	var wg sync.WaitGroup
	for range places {
		wg.Go(func() {
			if err := n.Notify(t.Context(), blobFor(slow.URL)); err != nil {
				t.Errorf("a callback that had a place failed: %v", err)
			}
		})
	}
	for range places {
		<-entered
	}
	var later *blobsight.Later
	if err := n.Notify(t.Context(), blobFor(slow.URL)); !errors.As(err, &later) || later.After <= 0 || later.After > time.Second {
		t.Errorf("beyond the places: %v, want to come back soon", err)
	}
	if err := n.Notify(t.Context(), blobFor(good.URL)); err != nil {
		t.Errorf("another host: %v", err)
	}
	close(release)
	wg.Wait()
	if err := n.Notify(t.Context(), blobFor(good.URL)); err != nil {
		t.Errorf("after the places were given back: %v", err)
	}
}

// TestNotifyLimitsDeadHost: a host where nobody was met is tried by one at a time.
func TestNotifyLimitsDeadHost(t *testing.T) {
	t.Parallel()
	addr := listen(t, "127.0.0.1:0")
	target := "http://" + addr.Addr().String()
	addr.Close()
	n := newNotifier(t, settings(t))
	if err := n.Notify(t.Context(), blobFor(target)); err == nil {
		t.Fatal("a host where nobody listens was taken for a good one")
	}

	entered, release := make(chan struct{}, 1), make(chan struct{})
	host := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		entered <- struct{}{}
		<-release
	}))
	host.Listener.Close()
	host.Listener = listen(t, addr.Addr().String())
	host.Start()
	defer host.Close()
	done := make(chan error)
	go func() { done <- n.Notify(t.Context(), blobFor(target)) }()
	<-entered
	var later *blobsight.Later
	if err := n.Notify(t.Context(), blobFor(target)); !errors.As(err, &later) || later.After < 10*time.Second {
		t.Errorf("a second attempt to a dead host: %v, want to come back much later", err)
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := n.Notify(t.Context(), blobFor(target)); err != nil {
		t.Errorf("after it has answered: %v", err)
	}
}

func listen(t *testing.T, addr string) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	return ln
}
