package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"blobsight/client"
)

// clients is how many upload at once.
const clients = 8

// load uploads pictures through everything, the death of the server included.
type load struct {
	client   *client.Client
	url      func(blob int) string
	pictures [][]byte // one of many is real
	ids      []string // by number of the blob
	done     atomic.Int64
	half     chan struct{} // closed when half of them are uploaded
}

func newLoad(t *testing.T, n int, server string, url func(int) string) *load {
	t.Helper()
	c, err := client.New(server)
	if err != nil {
		t.Fatal(err)
	}
	l := &load{client: c, url: url, ids: make([]string, n), half: make(chan struct{})}
	names, err := filepath.Glob("../samples/*.jpg")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, name := range names {
		picture, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		l.pictures = append(l.pictures, picture)
	}
	return l
}

// run uploads everything.
func (l *load) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(clients)
	for blob := range l.ids {
		g.Go(func() error {
			if err := l.send(ctx, blob); err != nil {
				return err
			}
			if l.done.Add(1) == int64((len(l.ids)+1)/2) {
				close(l.half)
			}
			return nil
		})
	}
	return g.Wait()
}

// send makes a blob and uploads its picture, again and again until that is done.
func (l *load) send(ctx context.Context, blob int) error {
	var made *client.CreatedBlob
	err := insist(ctx, func() (err error) {
		made, err = l.client.Create(ctx, l.url(blob))
		return err
	})
	if err != nil {
		return err
	}
	l.ids[blob] = made.BlobID
	picture := l.picture(blob)
	return insist(ctx, func() error {
		err := l.client.Upload(ctx, made.UploadURL, bytes.NewReader(picture), int64(len(picture)))
		if errors.Is(err, client.ErrAlreadyUploaded) {
			return nil // the server died before it could say so
		}
		return err
	})
}

// picture is one of a hundred times a photograph, and else none at all: that
// fails soon, and is called back just the same.
func (l *load) picture(blob int) []byte {
	if blob%100 != 50 {
		return []byte("no picture")
	}
	return l.pictures[blob/100%len(l.pictures)]
}

// insist repeats what the death of the server has cut off.
func insist(ctx context.Context, do func() error) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		err := do()
		var refused *client.Error
		if err == nil || errors.As(err, &refused) || ctx.Err() != nil || time.Now().After(deadline) {
			return err
		}
	}
}
