package download_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"blobsight/internal/download"
)

func TestRedirect(t *testing.T) {
	t.Parallel()
	b := content()
	end := serve(t, whole(b))
	start := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, end, http.StatusFound) })
	dest := filepath.Join(t.TempDir(), "model.onnx")
	if err := download.Fetch(t.Context(), fileOf(b, start), dest, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, dest, b)

	var loop string
	loop = serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, loop, http.StatusFound) })
	mentions(t, download.Fetch(t.Context(), fileOf(b, loop), dest+"2", nil), "redirected 10 times")
}

// TestRedirectDown: what was asked for in private is not fetched in public.
func TestRedirectDown(t *testing.T) {
	t.Parallel()
	end := serve(t, whole(content()))
	secure := httptest.NewTLSServer(http.RedirectHandler(end, http.StatusFound))
	defer secure.Close()
	client := download.NewClient()
	client.Transport = secure.Client().Transport
	resp, err := client.Get(secure.URL)
	if err == nil {
		_ = resp.Body.Close()
	}
	mentions(t, err, end, "not https")
}

// TestStall: silence ends an attempt, slowness does not.
func TestStall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := func(letters int) func(context.Context) io.Reader {
			return func(ctx context.Context) io.Reader {
				r, w := io.Pipe()
				go func() {
					for range letters {
						time.Sleep(50 * time.Second)
						_, _ = w.Write([]byte("x"))
					}
					if letters == 5 {
						_ = w.Close()
						return
					}
					<-ctx.Done()
					_ = w.CloseWithError(errors.New("closed"))
				}()
				return r
			}
		}
		if b, err := download.ReadPatiently(t.Context(), time.Minute, slow(5)); err != nil || string(b) != "xxxxx" {
			t.Errorf("got %q, %v", b, err)
		}
		b, err := download.ReadPatiently(t.Context(), time.Minute, slow(2))
		mentions(t, err, "nothing came for 1m0s")
		if string(b) != "xx" {
			t.Errorf("got %q", b)
		}
	})
}

// TestTotals: what one answer says of the size does not count for the next one,
// and no more bytes come than an answer has announced.
func TestTotals(t *testing.T) {
	t.Parallel()
	b := content()
	requests := 0
	open := func(w http.ResponseWriter, _ *http.Request) { // of a size that it does not say
		w.(http.Flusher).Flush()
		_, _ = w.Write(b)
	}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 1 {
			cutAfter(b[:200_000], 100_000)(w, r) // of another size
		}
		open(w, r)
	})
	liar := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Range") == "" {
			open(w, r)
			return
		}
		w.Header().Set("Content-Range", "bytes 100-199/200")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(b[100:])
	})
	for _, url := range []string{url, liar} {
		dest := filepath.Join(t.TempDir(), "model.onnx")
		if url == liar {
			if err := os.WriteFile(dest+".part", b[:100], 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f := fileOf(b, url)
		f.Bytes = 0
		err := download.Fetch(t.Context(), f, dest, func(done, total int64) {
			if total > 0 && done > total {
				t.Errorf("%d of %d bytes", done, total)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, dest, b)
	}
}
