// Package apptest runs the whole program for tests: on a free port, with an
// empty folder.
package apptest

import (
	"context"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/app"
)

// Config is the default one, on a free port and an empty folder.
func Config(t testing.TB) app.Config {
	t.Helper()
	c := app.DefaultConfig()
	c.Listen, c.Data = "127.0.0.1:0", t.TempDir()
	return c
}

// Start runs a server until the test ends, when it must stop well. What it logs
// is the test's output.
func Start(t testing.TB, c app.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c, "test", t.Output())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// Key makes an API key for the server of a folder.
func Key(t testing.TB, d app.DataDir) string {
	t.Helper()
	store, err := app.OpenStore(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	key, token := blobsight.NewKey("test", time.Now())
	err = store.CreateKey(t.Context(), key)
	if closed := store.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	return token
}

// Secret is the newest secret that signs callbacks of the deployment in a data folder.
func Secret(t *testing.T, d app.DataDir) string {
	t.Helper()
	store, err := app.OpenStore(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }() // it was only read
	secrets, err := store.Secrets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	signing, err := secrets.Signing(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return signing[0].Value
}
