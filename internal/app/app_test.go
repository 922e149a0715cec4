package app_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"blobsight/api/apitest"
	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs a server, and sees to it that no connection of ours outlives it.
func start(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a := apptest.Start(t, c)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	return a
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	transport, err := apitest.NewTransport(nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&http.Client{Transport: transport}).Get(url)
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
	a := start(t, apptest.Config(t))
	if !strings.HasPrefix(a.URL, "http://127.0.0.1:") || strings.HasSuffix(a.URL, ":0") || a.Keys != 0 {
		t.Errorf("serves at %s with %d keys", a.URL, a.Keys)
	}
	if status, body := get(t, a.URL+"/readyz"); status != http.StatusOK {
		t.Errorf("not ready: %d %s", status, body)
	}
	if _, err := app.Open(t.Context(), withData(apptest.Config(t), a.Dir), "test", io.Discard); err == nil {
		t.Error("a second server opened the same folder")
	}
	apptest.Key(t, app.DataDir{Data: a.Dir})
	if status, body := get(t, a.URL+"/blobs"); status != http.StatusUnauthorized {
		t.Errorf("a key that was made while the server runs is not asked for: %d %s", status, body)
	}
}

func withData(c app.Config, dir string) app.Config {
	c.Data = dir
	return c
}

func TestOpenMakesFolder(t *testing.T) {
	c := apptest.Config(t)
	c.Data += "/a/b"
	start(t, c)
	if info, err := os.Stat(c.Data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder is not its owner's alone: %v, %v", info, err)
	}
}

// TestOpenProtectsDatabase: the secrets in it are the owner's alone, also in a
// folder that others can read.
func TestOpenProtectsDatabase(t *testing.T) {
	c := apptest.Config(t)
	c.Data = filepath.Join(t.TempDir(), "shared")
	if err := os.Mkdir(c.Data, 0o755); err != nil {
		t.Fatal(err)
	}
	start(t, c)
	files, err := filepath.Glob(filepath.Join(c.Data, "blobsight.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("files: %v, %v", files, err)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v", f, info.Mode(), err)
		}
	}
}

// TestOpenAgain: what a server kept is there after the next start, links too.
func TestOpenAgain(t *testing.T) {
	c := apptest.Config(t)
	var secret string
	for i := range 2 {
		t.Run("start", func(t *testing.T) {
			start(t, c)
			got := apptest.Secret(t, c.DataDir)
			if !strings.HasPrefix(got, "whsec_") {
				t.Fatalf("secret %q", got)
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
			cfg := apptest.Config(t)
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
	c := apptest.Config(b)
	for b.Loop() {
		a, err := app.Open(b.Context(), c, "test", io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		a.Close()
	}
}
