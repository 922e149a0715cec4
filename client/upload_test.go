package client_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"blobsight/client"
	"blobsight/internal/app"
)

func create(t *testing.T, c *client.Client) *client.CreatedBlob {
	t.Helper()
	b, err := c.Create(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUploadRefused(t *testing.T) {
	t.Parallel()
	c := setup(t, func(cfg *app.Config) { cfg.MaxUploadBytes = 3 << 20 }).client
	b, picture := create(t, c), sample(t, "lemon.jpg")
	tests := []struct {
		name string
		link string
		r    io.Reader
		size int64
		want error
	}{
		{"altered link", strings.Replace(b.UploadURL, "expires=", "expires=1", 1), bytes.NewReader(picture), int64(len(picture)), &client.Error{Code: "bad_signature"}},
		{"too large, known", b.UploadURL, bytes.NewReader(make([]byte, 20<<20)), 20 << 20, client.ErrUploadTooLarge},
		{"too large, unknown", b.UploadURL, bytes.NewReader(make([]byte, 4<<20)), -1, client.ErrUploadTooLarge},
		{"the link still works", b.UploadURL, bytes.NewReader(picture), -1, nil},
		{"twice", b.UploadURL, bytes.NewReader(picture), int64(len(picture)), client.ErrAlreadyUploaded},
	}
	for _, tt := range tests { // one after the other: they share a link
		err := c.Upload(t.Context(), tt.link, tt.r, tt.size)
		if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	if done, err := c.Wait(t.Context(), b.BlobID); err != nil || done.Status != client.Recognized {
		t.Errorf("in the end: %+v, %v", done, err)
	}
}

func TestUploadExpired(t *testing.T) {
	t.Parallel()
	c := setup(t, func(cfg *app.Config) { cfg.UploadTTL = time.Millisecond }).client
	b := create(t, c)
	if done, err := c.Wait(t.Context(), b.BlobID); err != nil || done.Status != client.Expired {
		t.Fatalf("%+v, %v", done, err)
	}
	if err := c.Upload(t.Context(), b.UploadURL, strings.NewReader("x"), 1); !errors.Is(err, client.ErrUploadExpired) {
		t.Errorf("got %v", err)
	}
}

// closer is a reader that must not be closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error {
	c.closed = true
	return nil
}

func TestUploadSendsTheSize(t *testing.T) {
	t.Parallel()
	var got []int64
	c, url := handled(t, func(_ http.ResponseWriter, r *http.Request) { got = append(got, r.ContentLength) })
	for _, size := range []int64{0, 1, 2 << 20, -1} {
		r := &closer{Reader: io.LimitReader(strings.NewReader(strings.Repeat("x", 2<<20)), max(size, 0))}
		if err := c.Upload(t.Context(), url, r, size); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Label(t.Context(), r, client.LabelOptions{}); err == nil {
			t.Fatal("an empty answer is taken for labels")
		}
		if r.closed {
			t.Errorf("a reader of %d bytes was closed", size)
		}
	}
	if want := []int64{0, -1, 1, -1, 2 << 20, -1, -1, -1}; !equal(got, want) {
		t.Errorf("lengths are %d, want %d", got, want)
	}
}

func equal(a, b []int64) bool {
	for i := range a {
		if len(a) != len(b) || a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestUploadToNoLink(t *testing.T) {
	t.Parallel()
	c := newClient(t, "http://127.0.0.1:8080")
	if err := c.Upload(t.Context(), "http://[::1", strings.NewReader("x"), 1); err == nil || !strings.Contains(err.Error(), "upload link") {
		t.Errorf("got %v", err)
	}
}

// TestUploadTo: what the link wants goes with the picture.
func TestUploadTo(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	store := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got <- r.Header.Get("If-None-Match")
	}))
	defer store.Close()
	c, err := client.New(store.URL)
	if err != nil {
		t.Fatal(err)
	}
	created := &client.CreatedBlob{UploadURL: store.URL + "/key", UploadHeaders: map[string]string{"If-None-Match": "*"}}
	if err := c.UploadTo(t.Context(), created, strings.NewReader("picture"), 7); err != nil {
		t.Fatal(err)
	}
	if header := <-got; header != "*" {
		t.Errorf("If-None-Match is %q, want *", header)
	}
}
