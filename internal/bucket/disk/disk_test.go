package disk_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/bucket/buckettest"
	"blobsight/internal/bucket/disk"
)

var secret = bytes.Repeat([]byte("s"), 32)

func TestBucket(t *testing.T) {
	t.Parallel()
	buckettest.Run(t, func(t *testing.T) buckettest.Harness {
		b := serve(t, t.TempDir())
		return buckettest.Harness{Bucket: b}
	})
}

// serve opens the bucket behind a server that has its upload route.
func serve(t *testing.T, dir string) *disk.Bucket {
	t.Helper()
	var b *disk.Bucket
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /base/uploads/{key}", func(w http.ResponseWriter, r *http.Request) {
		key := r.PathValue("key")
		err := b.VerifyUpload(key, r.URL.Query(), time.Now())
		if err == nil {
			_, err = b.Put(r.Context(), key, r.Body, buckettest.Limit)
		}
		if err != nil {
			http.Error(w, err.Error(), map[blobsight.Kind]int{
				blobsight.KindForbidden: 403, blobsight.KindConflict: 409, blobsight.KindTooLarge: 413, blobsight.KindInternal: 500,
			}[blobsight.KindOf(err)])
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b = open(t, dir, server.URL+"/base")
	return b
}

func open(t *testing.T, dir, publicURL string) *disk.Bucket {
	t.Helper()
	u, err := url.Parse(publicURL)
	if err != nil {
		t.Fatal(err)
	}
	b, err := disk.Open(dir, disk.Config{PublicURL: u, Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// files lists what lies below dir, folders left out.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestUploadOverHTTP(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := serve(t, dir)
	link, err := b.UploadURL(t.Context(), "k", time.Now().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	// The client sends too much, without saying how much.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, link, io.LimitReader(zeros{}, buckettest.Limit+1))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", resp.StatusCode)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestPutLeavesOneFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := open(t, dir, "http://host")
	broken := errors.New("broken")
	_, _ = b.Put(t.Context(), "one", io.MultiReader(bytes.NewReader(make([]byte, 100)), errReader{broken}), 1000)
	_, _ = b.Put(t.Context(), "two", bytes.NewReader(make([]byte, 2000)), 1000)
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
	if _, err := b.Put(t.Context(), "three", bytes.NewReader(make([]byte, 100)), 1000); err != nil {
		t.Fatal(err)
	}
	left := files(t, dir)
	// The start of the SHA-256 of "three" is 8b.
	if want := filepath.Join(dir, "objects", "8b", "three"); len(left) != 1 || left[0] != want {
		t.Fatalf("%q, want %s", left, want)
	}
	for path, want := range map[string]os.FileMode{left[0]: 0o600, filepath.Dir(left[0]): 0o700, filepath.Join(dir, "tmp"): 0o700} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", path, got, want)
		}
	}
}

// TestPutStopsReading: when the request is over, no more is taken from it.
func TestPutStopsReading(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	reads := 0
	_, err := open(t, t.TempDir(), "http://host").Put(ctx, "key", readerFunc(func(p []byte) (int, error) {
		reads++
		cancel()
		return len(p), nil
	}), 1<<20)
	if !errors.Is(err, context.Canceled) || reads != 1 {
		t.Errorf("%d reads, %v", reads, err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func TestKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := open(t, filepath.Join(dir, "images"), "http://host")
	if err := os.WriteFile(filepath.Join(dir, "outside"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := []string{
		"", ".", "..", "../outside", "../../outside", "../../../outside", "..%2foutside", `..\outside`, "/etc/passwd",
		"a/b", "a/../b", "a\x00b", "a b", "a\nb", "-rf", ".hidden", "ключ", "a:b", "C:", string(bytes.Repeat([]byte("a"), 129)),
	}
	for _, key := range bad {
		if link, err := b.UploadURL(t.Context(), key, time.Now()); err == nil {
			t.Errorf("link for key %q: %s", key, link)
		}
		if _, err := b.Put(t.Context(), key, bytes.NewReader(nil), 10); err == nil {
			t.Errorf("key %q was put", key)
		}
		if _, err := b.Stat(t.Context(), key); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("stat %q: %v", key, err)
		}
		if _, err := b.Open(t.Context(), key); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("open %q: %v", key, err)
		}
		if err := b.Delete(t.Context(), key); err == nil {
			t.Errorf("key %q was deleted", key)
		}
	}
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("files: %q", left)
	}
	for _, key := range []string{"a", "0", "A.b_c-d", "a..b", "01935a5c-0000-7000-8000-000000000001", string(bytes.Repeat([]byte("a"), 128))} {
		if _, err := b.Put(t.Context(), key, bytes.NewReader(nil), 10); err != nil {
			t.Errorf("key %q: %v", key, err)
		}
	}
}
