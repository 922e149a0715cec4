package client_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"blobsight/api/apitest"
	"blobsight/client"
	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
)

// bundle is a real server on a free port, and a client of it.
type bundle struct {
	client *client.Client
	url    string
	data   app.DataDir
}

// setup starts a server whose settings change may change.
func setup(t *testing.T, change func(*app.Config)) *bundle {
	t.Helper()
	cfg := apptest.Config(t)
	if change != nil {
		change(&cfg)
	}
	a := apptest.Start(t, cfg)
	return &bundle{client: newClient(t, a.URL, contract(t)), url: a.URL, data: cfg.DataDir}
}

// key makes an API key for the server.
func (b *bundle) key(t *testing.T) string {
	t.Helper()
	return apptest.Key(t, b.data)
}

// secret is what the server signs callbacks with.
func (b *bundle) secret(t *testing.T) string {
	t.Helper()
	return apptest.Secret(t, b.data)
}

// contract holds every answer that a client gets against openapi.yaml.
func contract(t *testing.T) client.Option {
	t.Helper()
	base := &http.Transport{ExpectContinueTimeout: time.Second}
	t.Cleanup(base.CloseIdleConnections)
	transport, err := apitest.NewTransport(base)
	if err != nil {
		t.Fatal(err)
	}
	return client.WithHTTPClient(&http.Client{Transport: transport})
}

// newClient is a client with connections of its own: a server waits for those
// that are open when it stops.
func newClient(t *testing.T, url string, opts ...client.Option) *client.Client {
	t.Helper()
	transport := &http.Transport{ExpectContinueTimeout: time.Second}
	t.Cleanup(transport.CloseIdleConnections)
	c, err := client.New(url, append([]client.Option{client.WithHTTPClient(&http.Client{Transport: transport})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// handled is a client of a server that answers everything with h.
func handled(t *testing.T, h http.HandlerFunc, opts ...client.Option) (*client.Client, string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return newClient(t, s.URL, opts...), s.URL
}

// sample is one of the pictures that come with the project.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// submit takes one picture through the whole flow.
func submit(t *testing.T, c *client.Client, picture []byte) *client.Blob {
	t.Helper()
	b, err := c.Submit(t.Context(), bytes.NewReader(picture), int64(len(picture)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// names are the labels' names.
func names(labels []client.Label) []string {
	var out []string
	for _, l := range labels {
		out = append(out, l.Label)
	}
	return out
}

// upload puts a picture to the link of a new blob.
func upload(t *testing.T, c *client.Client, created *client.CreatedBlob, picture []byte) {
	t.Helper()
	if err := c.Upload(t.Context(), created.UploadURL, bytes.NewReader(picture), int64(len(picture))); err != nil {
		t.Fatal(err)
	}
}
