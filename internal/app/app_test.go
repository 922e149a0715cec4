package app_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"blobsight/internal/app"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// config is the default one, on a free port and an empty folder.
func config(t *testing.T) app.Config {
	t.Helper()
	c := app.DefaultConfig()
	c.Listen, c.Data = "127.0.0.1:0", filepath.Join(t.TempDir(), "data")
	return c
}

// start runs a server until the test ends, and fails the test if it does not stop well.
func start(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c, "test", io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return a
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestOpen(t *testing.T) {
	a := start(t, config(t))
	if !strings.HasPrefix(a.URL, "http://127.0.0.1:") || strings.HasSuffix(a.URL, ":0") || !a.Open {
		t.Errorf("serves at %s, open: %t", a.URL, a.Open)
	}
	if status, body := get(t, a.URL+"/readyz"); status != http.StatusOK {
		t.Errorf("not ready: %d %s", status, body)
	}
	if _, err := app.Open(t.Context(), withData(config(t), a.Dir), "test", io.Discard); err == nil {
		t.Error("a second server opened the same folder")
	}
	info, err := os.Stat(a.Dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others can read the data folder: %v, %v", info.Mode(), err)
	}
}

func withData(c app.Config, dir string) app.Config {
	c.Data = dir
	return c
}

// TestOpenAgain: what a server kept is there after the next start, links too.
func TestOpenAgain(t *testing.T) {
	c := config(t)
	var secret string
	for i := range 2 {
		t.Run("start", func(t *testing.T) {
			start(t, c)
			s, err := app.OpenStore(t.Context(), c.DataDir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			got, err := s.CallbackSecret(t.Context())
			if err != nil || !strings.HasPrefix(got, "whsec_") {
				t.Fatalf("secret %q, %v", got, err)
			}
			if i > 0 && got != secret {
				t.Error("the signing secret changed with the restart")
			}
			secret = got
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*app.Config)
		want   string
	}{
		"address":         {func(c *app.Config) { c.Listen = "nowhere" }, "--listen (BLOBSIGHT_LISTEN)"},
		"beyond loopback": {func(c *app.Config) { c.Listen = "0.0.0.0:0" }, "blobsight keys create"},
		"every interface": {func(c *app.Config) { c.Listen = ":0" }, "blobsight keys create"},
		"folder":          {func(c *app.Config) { c.Data = "/dev/null/x" }, "--data (BLOBSIGHT_DATA)"},
		"labels":          {func(c *app.Config) { c.MaxLabels = 0 }, "BLOBSIGHT_MAX_LABELS"},
		"confidence":      {func(c *app.Config) { c.MinConfidence = 101 }, "min_confidence is 101"},
		"megapixels":      {func(c *app.Config) { c.MaxMegapixels = 0 }, "BLOBSIGHT_MAX_MEGAPIXELS"},
		"workers":         {func(c *app.Config) { c.Workers = -2 }, "BLOBSIGHT_WORKERS"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(t)
			c.change(&cfg)
			a, err := app.Open(t.Context(), cfg, "test", io.Discard)
			if err == nil {
				a.Close()
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %q, want it to name %s", err, c.want)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	c := app.DefaultConfig()
	c.Listen, c.Data = "127.0.0.1:0", dir
	for b.Loop() {
		a, err := app.Open(b.Context(), c, "test", io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		a.Close()
	}
}
