package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"blobsight/client"
	"blobsight/internal/app"
)

// startServer runs a server for the examples. Programs use the URL of one that
// "blobsight serve" runs.
func startServer() (url string, stop func()) {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	cfg := app.DefaultConfig()
	cfg.Listen, cfg.Data = "127.0.0.1:0", dir
	ctx, cancel := context.WithCancel(context.Background())
	a, err := app.Open(ctx, cfg, "example", io.Discard)
	if err != nil {
		panic(err)
	}
	done := make(chan error)
	go func() { done <- a.Run(ctx) }()
	return a.URL, func() {
		cancel()
		if err := errors.Join(<-done, a.Close(), os.RemoveAll(dir)); err != nil {
			panic(err)
		}
	}
}

// Send a picture and wait for its labels.
func ExampleClient_Submit() {
	url, stop := startServer()
	defer stop()

	c, err := client.New(url, client.WithAPIKey(""))
	if err != nil {
		panic(err)
	}
	f, err := os.Open("../samples/lemon.jpg")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		panic(err)
	}
	b, err := c.Submit(context.Background(), f, info.Size())
	if err != nil {
		panic(err)
	}
	fmt.Println(b.Status)
	for _, l := range b.Labels {
		if l.Label == "Lemon" {
			fmt.Println(l.Label, l.Parents)
		}
	}
	// Output:
	// recognized
	// Lemon [Citrus Fruit Food Fruit Produce]
}

// Ask at once, for the two surest labels only.
func ExampleClient_Label() {
	url, stop := startServer()
	defer stop()

	c, err := client.New(url)
	if err != nil {
		panic(err)
	}
	_, err = c.Label(context.Background(), strings.NewReader("no picture"), client.LabelOptions{MaxLabels: new(2)})
	if refused := (*client.Error)(nil); errors.As(err, &refused) {
		fmt.Println(refused.Status, refused.Code)
	}
	// Output: 422 invalid_image
}

// Show each state of a blob as it is reached.
func ExampleClient_Watch() {
	url, stop := startServer()
	defer stop()

	ctx := context.Background()
	c, err := client.New(url)
	if err != nil {
		panic(err)
	}
	created, err := c.Create(ctx, "")
	if err != nil {
		panic(err)
	}
	for b, err := range c.Watch(ctx, created.BlobID) {
		if err != nil {
			panic(err)
		}
		switch b.Status {
		case client.AwaitingUpload:
			if err := c.Upload(ctx, created.UploadURL, strings.NewReader("no picture"), 10); err != nil {
				panic(err)
			}
		case client.Failed:
			fmt.Println(b.Error.Code)
		}
	}
	// Output: invalid_image
}

// After the receiver of callbacks was down for an hour: what was given up is sent again.
func ExampleClient_ReplayAll() {
	url, stop := startServer()
	defer stop()

	c, err := client.New(url)
	if err != nil {
		panic(err)
	}
	n, err := c.ReplayAll(context.Background(), client.ReplayOptions{Since: time.Now().Add(-time.Hour)})
	if err != nil {
		panic(err)
	}
	fmt.Println(n, "callbacks are made again")
	// Output: 0 callbacks are made again
}

// Walk over all blobs, newest first; further pages are fetched when needed.
func ExampleClient_List() {
	url, stop := startServer()
	defer stop()

	ctx := context.Background()
	c, err := client.New(url)
	if err != nil {
		panic(err)
	}
	if _, err := c.Create(ctx, ""); err != nil {
		panic(err)
	}
	for b, err := range c.List(ctx, client.ListOptions{}) {
		if err != nil {
			panic(err)
		}
		fmt.Println(b.Status)
	}
	// Output: awaiting_upload
}

// Receive callbacks: bound the body, verify, and answer 2xx once it is taken care of.
func ExampleVerifyCallback() {
	secret := "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" // from "blobsight secrets show"

	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		b, err := client.VerifyCallback(secret, r.Header, body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		fmt.Println("blob", b.BlobID, "is", b.Status) // once for each r.Header.Get(client.CallbackID)
		w.WriteHeader(http.StatusNoContent)
	})

	// Somebody who does not know the secret:
	w := httptest.NewRecorder()
	handler(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"blob_id":"1"}`)))
	fmt.Print(w.Code, " ", w.Body)
	// Output: 401 not signed
}
