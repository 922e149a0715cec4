package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"blobsight/client"
)

// receiver takes callbacks. It does not check signatures: the tests do that.
type receiver struct {
	url    string
	server *http.Server

	mu    sync.Mutex
	blobs map[string]chan arrival // by id of the blob
}

// arrival is one callback.
type arrival struct {
	at   time.Time
	blob client.Blob
}

// listen starts a receiver on a free port.
func listen(ctx context.Context) (*receiver, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + ln.Addr().String() + "/", blobs: map[string]chan arrival{}}
	r.server = &http.Server{Handler: http.HandlerFunc(r.receive), ReadHeaderTimeout: time.Second}
	go func() { _ = r.server.Serve(ln) }() // ends with close
	return r, nil
}

func (r *receiver) close() error { return r.server.Close() }

func (r *receiver) receive(w http.ResponseWriter, req *http.Request) {
	got := arrival{at: time.Now()}
	if err := json.NewDecoder(req.Body).Decode(&got.blob); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	select {
	case r.of(got.blob.BlobID) <- got:
	default: // told twice; the first one counts
	}
	w.WriteHeader(http.StatusNoContent)
}

// of is where the callback of one blob arrives.
func (r *receiver) of(id string) chan arrival {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.blobs[id] == nil {
		r.blobs[id] = make(chan arrival, 1)
	}
	return r.blobs[id]
}

// wait gives the callback of a recognized blob as soon as it is there.
func (r *receiver) wait(ctx context.Context, id string) (arrival, error) {
	got, err := r.next(ctx, id)
	if err == nil && got.blob.Status != client.Recognized {
		return got, errors.New("a sample picture is " + string(got.blob.Status))
	}
	return got, err
}

// next gives the callback of a blob as soon as it is there.
func (r *receiver) next(ctx context.Context, id string) (arrival, error) {
	select {
	case <-ctx.Done():
		return arrival{}, context.Cause(ctx)
	case got := <-r.of(id):
		return got, nil
	}
}
