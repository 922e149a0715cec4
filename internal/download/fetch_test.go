package download_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"blobsight/internal/download"
)

// content is the file that the tests fetch.
func content() []byte {
	b := make([]byte, 300_000)
	for i := range b {
		b[i] = byte(i * i >> 7)
	}
	return b
}

func fileOf(b []byte, urls ...string) download.File {
	sum := sha256.Sum256(b)
	return download.File{URLs: urls, Bytes: int64(len(b)), SHA256: hex.EncodeToString(sum[:])}
}

// serve starts a server and gives its address.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL + "/model.onnx"
}

// whole serves b as a good server does.
func whole(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(b)))
	}
}

// cutAfter serves the first n bytes of b and breaks the connection.
func cutAfter(b []byte, n int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"one"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(b)))
		_, _ = w.Write(b[:n])
		panic(http.ErrAbortHandler)
	}
}

// holds checks that dest is b (or is missing, if nil) and that of all else only
// rest is left in its folder.
func holds(t *testing.T, dest string, b []byte, rest ...string) {
	t.Helper()
	got, err := os.ReadFile(dest)
	switch {
	case b == nil && !errors.Is(err, os.ErrNotExist):
		t.Errorf("there is a file of %d bytes (%v)", len(got), err)
	case b != nil && string(got) != string(b):
		t.Errorf("the file has %d bytes (%v), want others, %d of them", len(got), err, len(b))
	}
	entries, err := os.ReadDir(filepath.Dir(dest))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != filepath.Base(dest) {
			names = append(names, e.Name())
		}
	}
	if !slices.Equal(names, rest) {
		t.Errorf("beside the file are %q, want %q", names, rest)
	}
}

func mentions(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, p := range parts {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("the error does not say %q:\n%v", p, err)
		}
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	b := content()
	dest := filepath.Join(t.TempDir(), "sub", "model.onnx")
	requests := 0
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { requests++; whole(b)(w, r) })
	var last [2]int64
	for range 2 { // the second time nothing is fetched
		err := download.Fetch(t.Context(), fileOf(b, url), dest, func(done, total int64) { last = [2]int64{done, total} })
		if err != nil {
			t.Fatal(err)
		}
		if last != [2]int64{300_000, 300_000} {
			t.Errorf("the last progress is %v", last)
		}
		holds(t, dest, b)
	}
	if requests != 1 {
		t.Errorf("%d requests", requests)
	}
}

func TestFetchWithoutSize(t *testing.T) {
	t.Parallel()
	b := content()
	dest := filepath.Join(t.TempDir(), "model.onnx")
	f := fileOf(b, serve(t, whole(b)))
	f.Bytes = 0
	if err := download.Fetch(t.Context(), f, dest, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, dest, b)
}

// TestResume: a connection that breaks is made anew, and only the rest is asked for.
func TestResume(t *testing.T) {
	t.Parallel()
	b := content()
	var asked []string
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Range")+" "+r.Header.Get("If-Range"))
		if len(asked) == 1 {
			cutAfter(b, 100_000)(w, r)
		}
		whole(b)(w, r)
	})
	dest := filepath.Join(t.TempDir(), "model.onnx")
	if err := download.Fetch(t.Context(), fileOf(b, url), dest, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, dest, b)
	if want := []string{" ", `bytes=100000- "one"`}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}

// TestResumeLater: another run goes on with what the first one left, even
// from another address.
func TestResumeLater(t *testing.T) {
	t.Parallel()
	b := content()
	first := true
	broken := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if first {
			first = false
			cutAfter(b, 100_000)(w, r)
		}
		http.Error(w, "", http.StatusServiceUnavailable)
	})
	dest := filepath.Join(t.TempDir(), "model.onnx")
	mentions(t, download.Fetch(t.Context(), fileOf(b, broken), dest, nil), broken+": the server answered 503")
	holds(t, dest, nil, "model.onnx.part")

	var asked string
	good := serve(t, func(w http.ResponseWriter, r *http.Request) { asked = r.Header.Get("Range"); whole(b)(w, r) })
	if err := download.Fetch(t.Context(), fileOf(b, good), dest, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, dest, b)
	if asked != "bytes=100000-" {
		t.Errorf("asked for %q", asked)
	}
}

// TestPartOfAnotherFile: a part that does not belong to the file, of whatever
// size, costs time only.
func TestPartOfAnotherFile(t *testing.T) {
	t.Parallel()
	b := content()
	for _, n := range []int{1, 1000, len(b), len(b) + 1} {
		dest := filepath.Join(t.TempDir(), "model.onnx")
		if err := os.WriteFile(dest+".part", make([]byte, n), 0o600); err != nil {
			t.Fatal(err)
		}
		f := fileOf(b, serve(t, whole(b)))
		if n == len(b)+1 {
			f.Bytes = 0 // the server answers 416
		}
		if err := download.Fetch(t.Context(), f, dest, nil); err != nil {
			t.Fatalf("part of %d bytes: %v", n, err)
		}
		holds(t, dest, b)
	}
}

// TestRangeIgnored: a server without ranges sends everything again.
func TestRangeIgnored(t *testing.T) {
	t.Parallel()
	b := content()
	dest := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(dest+".part", b[:1000], 0o600); err != nil {
		t.Fatal(err)
	}
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(b) })
	if err := download.Fetch(t.Context(), fileOf(b, url), dest, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, dest, b)
}

// TestWrongContents: whatever is not the file leaves nothing, and what was at
// dest before stays.
func TestWrongContents(t *testing.T) {
	t.Parallel()
	b := content()
	other := slices.Clone(b)
	other[len(b)-1]++
	chunked := func(b []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush() // no Content-Length
			_, _ = w.Write(b)
		}
	}
	want := fileOf(b).SHA256
	tests := []struct {
		name  string
		serve http.HandlerFunc
		says  []string
		rest  []string
	}{
		{"wrong sum", whole(other), []string{"another file", fileOf(other).SHA256, want}, nil},
		{"too long", whole(append(other, 1)), []string{"it has 300001 bytes, and it must have 300000"}, nil},
		{"too long, unannounced", chunked(append(other, 1)), []string{"it has more than 300000 bytes"}, nil},
		{"too short", whole(b[:50]), []string{"it has 50 bytes, and it must have 300000"}, nil},
		{"too short, unannounced", chunked(b[:50]), []string{"it ended after 50 of 300000 bytes"}, []string{"model.onnx.part"}},
		{"empty", chunked(nil), []string{"it ended after 0 of 300000 bytes"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dest := filepath.Join(t.TempDir(), "model.onnx")
			if err := os.WriteFile(dest, []byte("older"), 0o600); err != nil {
				t.Fatal(err)
			}
			mentions(t, download.Fetch(t.Context(), fileOf(b, serve(t, tt.serve)), dest, nil), tt.says...)
			holds(t, dest, []byte("older"), tt.rest...)
		})
	}
}

func TestNextAddress(t *testing.T) {
	t.Parallel()
	b := content()
	dir := t.TempDir()
	dest := filepath.Join(dir, "model.onnx")
	gone, pointer := serve(t, http.NotFound), serve(t, whole([]byte("version 1\noid …\n")))
	missing := filepath.Join(dir, "none.onnx")
	f := fileOf(b, gone, pointer, missing, "ftp://models.example/x", "file://elsewhere/x")
	mentions(t, download.Fetch(t.Context(), f, dest, nil),
		gone+": the server answered 404 Not Found\n", pointer+": this is another file", missing+": open ", `"ftp://" is not known`, `host "elsewhere"`)
	holds(t, dest, nil)

	f.URLs = append(f.URLs, serve(t, whole(b)))
	if err := download.Fetch(t.Context(), f, dest, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, dest, b)
}

func TestLocalFile(t *testing.T) {
	t.Parallel()
	b := content()
	from := filepath.Join(t.TempDir(), "a b.onnx")
	if err := os.WriteFile(from, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{from, "file://" + strings.ReplaceAll(filepath.ToSlash(from), " ", "%20")} {
		dest := filepath.Join(t.TempDir(), "model.onnx")
		if err := os.WriteFile(dest+".part", []byte("rest of another"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := download.Fetch(t.Context(), fileOf(b, url), dest, nil); err != nil {
			t.Fatal(err)
		}
		holds(t, dest, b)
	}
}

func TestBadFile(t *testing.T) {
	t.Parallel()
	err := download.Fetch(t.Context(), download.File{Bytes: -1, SHA256: "12"}, filepath.Join(t.TempDir(), "x"), nil)
	mentions(t, err, "sha256: ", "bytes: ", "urls: ")
}

// TestCancel: what has come stays for the next time.
func TestCancel(t *testing.T) {
	t.Parallel()
	b := content()
	ctx, cancel := context.WithCancel(t.Context())
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(b)))
		_, _ = w.Write(b[:100_000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	dest := filepath.Join(t.TempDir(), "model.onnx")
	err := download.Fetch(ctx, fileOf(b, url), dest, func(done, _ int64) {
		if done == 100_000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	mentions(t, err, "stopped after 100000 bytes")
	holds(t, dest, nil, "model.onnx.part")
}

// TestAtOnce: those who want the same file take turns, and one fetches it.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	b := content()
	var mu sync.Mutex
	requests := 0
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests++
		mu.Unlock()
		whole(b)(w, r)
	})
	dest := filepath.Join(t.TempDir(), "model.onnx")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := download.Fetch(t.Context(), fileOf(b, url), dest, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	holds(t, dest, b)
	if requests != 1 {
		t.Errorf("%d requests", requests)
	}
}
