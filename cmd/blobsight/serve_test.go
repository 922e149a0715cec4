package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"blobsight/client"
)

// background is a command that runs while others do.
type background struct {
	url  string // the first one it printed
	text string // what it printed until it was ready
	stop context.CancelFunc
	done chan outcome
}

// start runs a command in the background and waits for a line with last in it
// on the stream (the command's stdout or stderr) that it is announced on.
func start(t *testing.T, onStderr bool, last string, args ...string) *background {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	var other strings.Builder
	s := streams{in: strings.NewReader(""), out: w, err: &other}
	if onStderr {
		s.out, s.err = &other, w
	}
	b := &background{stop: stop, done: make(chan outcome, 1)}
	go func() {
		code := run(ctx, args, s)
		w.Close()
		b.done <- outcome{code: code, out: other.String()}
	}()
	announced := bufio.NewScanner(r)
	for !strings.Contains(b.text, last) && announced.Scan() {
		b.text += announced.Text() + "\n"
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	b.url = regexp.MustCompile(`http://[^\s/]+`).FindString(b.text)
	if b.url == "" {
		t.Fatalf("no URL in %q; stopped with %+v", b.text, <-b.done)
	}
	t.Cleanup(stop)
	return b
}

// end interrupts the command.
func (b *background) end() outcome {
	b.stop()
	return <-b.done
}

func serve(t *testing.T, dir string, args ...string) *background {
	t.Helper()
	return start(t, false, "curl", append([]string{"serve", "--listen", "127.0.0.1:0", "--data", dir}, args...)...)
}

// TestFlow is the whole story in one process: serve, listen, submit, stop.
func TestFlow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := serve(t, dir, "--callback-allow", "127.0.0.0/8")
	contains(t, server.text, "Blobsight listens on "+server.url, dir, "none needed",
		os.Args[0]+" submit --server "+server.url+" PHOTO.jpg", "curl --data-binary @PHOTO.jpg "+server.url+"/labels")
	listener := start(t, true, "callback-allow", "listen", "--addr", "127.0.0.1:0", "--data", dir, "--count", "2")
	contains(t, listener.text, "data folder "+dir, "--callback-allow 127.0.0.0/8")

	text := write(t, "notes.txt", "no picture")
	o := try(t.Context(), "", "submit", "--server", server.url, "--callback", listener.url+"/", "--json", "-v", samplePath("lemon.jpg"), text)
	got := lines(t, o.out)
	if o.code != exitFailed || len(got) != 2 || !got[0].has("Lemon") || got[1].Error == nil || got[1].Error.Code != "invalid_image" {
		t.Errorf("submit gave %d and %+v\n%s", o.code, got, o.err)
	}
	contains(t, o.err, "lemon.jpg: awaiting_upload\n", "lemon.jpg: recognized\n", "notes.txt: failed\n", "1 of 2 failed")

	heard := <-listener.done
	if heard.code != 0 || strings.Count(heard.out, "✓ verified") != 2 {
		t.Errorf("listen ended with %d and\n%s", heard.code, heard.out)
	}
	contains(t, heard.out, got[0].BlobID+"  recognized  Lemon ", got[1].BlobID+"  failed  invalid_image: not a picture")
	if end := server.end(); end.code != 0 {
		t.Errorf("serve ended with %d\n%s", end.code, end.out)
	}
}

func TestServeWithKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key := strings.TrimSpace(mustRun(t, "keys", "create", "ci", "--data", dir).out)
	server := serve(t, dir)
	contains(t, server.text, "needed, 1 in use", "--api-key KEY PHOTO.jpg", `-H "Authorization: Bearer KEY"`)

	o := try(t.Context(), "", "submit", "--server", server.url, samplePath("lemon.jpg"))
	if o.code != exitFailed || o.out != "" {
		t.Errorf("without a key: %+v", o)
	}
	contains(t, o.err, "A valid API key is required", "(unauthorized)", "  hint: give a key with --api-key (BLOBSIGHT_API_KEY)")

	picture, err := os.ReadFile(samplePath("lemon.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	o = try(t.Context(), string(picture), "submit", "--server", server.url, "--api-key", key, "-")
	if o.code != 0 || !strings.HasPrefix(o.out, "-\n") || !strings.Contains(o.out, "  Lemon  ") {
		t.Errorf("with a key: %+v", o)
	}
}

func TestServeRefused(t *testing.T) {
	t.Parallel()
	first := serve(t, t.TempDir())
	o := try(t.Context(), "", "serve", "--data", t.TempDir(), "--listen", strings.TrimPrefix(first.url, "http://"))
	if o.code != exitFailed || o.out != "" {
		t.Errorf("a second server on the same address: %+v", o)
	}
	contains(t, o.err, "blobsight: --listen (BLOBSIGHT_LISTEN)", "address already in use", "  hint: choose another address")
}

func TestSubmitWithoutServer(t *testing.T) {
	t.Parallel()
	server := serve(t, t.TempDir())
	server.end()
	o := try(t.Context(), "", "submit", "--server", server.url, "--json", samplePath("lemon.jpg"), samplePath("orange.jpg"))
	for _, l := range lines(t, o.out) {
		if l.Error == nil || l.Error.Code != "unreachable" {
			t.Errorf("got %+v", l)
		}
	}
	if o.code != exitFailed || strings.Count(o.err, "hint: start a server") != 1 {
		t.Errorf("got %+v", o)
	}
}

func TestSubmitTimeout(t *testing.T) {
	t.Parallel()
	server := serve(t, t.TempDir(), "--workers", "0") // it takes pictures in, and nobody looks at them
	o := try(t.Context(), "", "submit", "--server", server.url, "--timeout", "1s", "--json", samplePath("lemon.jpg"))
	got := lines(t, o.out)
	if o.code != exitFailed || len(got) != 1 || got[0].Error == nil || got[0].Error.Code != "timeout" || got[0].BlobID == "" {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "no result after 1s")
}

func TestSubmitExpired(t *testing.T) {
	t.Parallel()
	tests := map[string]client.Blob{
		"upload_expired":   {Status: client.Expired},
		"image_too_small":  {Status: client.Failed, Error: &client.Failure{Code: "image_too_small", Detail: "x"}},
		"recognizer_error": {Status: client.Failed},
	}
	for code, b := range tests {
		_, err := labelsOf(&b)
		if err == nil || failureOf(err).Code != code {
			t.Errorf("%+v is %v, want %s", b, err, code)
		}
	}
}

func TestServeAnswersWhileReady(t *testing.T) {
	t.Parallel()
	server := serve(t, t.TempDir())
	res, err := http.Get(server.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("announced, but not ready: %s", res.Status)
	}
}
