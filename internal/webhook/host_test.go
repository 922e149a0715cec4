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

// TestNotifyLimitsHosts: hosts that hang, one or many, leave places to a host
// that has answered before.
func TestNotifyLimitsHosts(t *testing.T) {
	t.Parallel()
	const places = 16
	entered, release := make(chan struct{}, places), make(chan struct{})
	hang := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		entered <- struct{}{}
		<-release
	})
	good := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer good.Close()
	cfg := settings(t)
	cfg.Places = places
	n := newNotifier(t, cfg)
	if err := n.Notify(t.Context(), blobFor(good.URL)); err != nil {
		t.Fatal(err)
	}

	// Each host that has never answered gets 2 of 16 places, all of them 12.
	var wg sync.WaitGroup
	var later *blobsight.LaterError
	for range 6 {
		slow := httptest.NewServer(hang)
		defer slow.Close()
		for range 2 {
			wg.Go(func() {
				if err := n.Notify(t.Context(), blobFor(slow.URL)); err != nil {
					t.Errorf("a callback that had a place failed: %v", err)
				}
			})
			<-entered
		}
		if err := n.Notify(t.Context(), blobFor(slow.URL)); !errors.As(err, &later) || later.After <= 0 || later.After > time.Second {
			t.Errorf("beyond the places of a host: %v, want to come back soon", err)
		}
	}
	other := httptest.NewServer(hang)
	defer other.Close()
	if err := n.Notify(t.Context(), blobFor(other.URL)); !errors.As(err, &later) {
		t.Errorf("beyond the places of hosts that have not answered: %v", err)
	}
	if err := n.Notify(t.Context(), blobFor(good.URL)); err != nil {
		t.Errorf("the host that has answered: %v", err)
	}
	close(release)
	wg.Wait()
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
	var later *blobsight.LaterError
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
