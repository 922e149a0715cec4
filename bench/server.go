package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"blobsight/client"
)

const (
	startTimeout = 10 * time.Second
	stopTimeout  = 30 * time.Second
)

// server is a running program.
type server struct {
	url    string
	ready  time.Duration // from starting the process to the first answer of /readyz
	client *client.Client

	cmd    *exec.Cmd
	http   *http.Client
	logs   string // file with what it wrote on stderr
	exited chan error
}

// serve starts a server on the data folder dir and waits until it is ready. Env
// is put on top of the environment, from which settings of Blobsight are removed.
func (b *bench) serve(ctx context.Context, dir string, env ...string) (_ *server, err error) {
	s := &server{http: b.http, logs: dir + ".log", exited: make(chan error, 1)}
	logs, err := os.OpenFile(s.logs, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, logs.Close()) }() // the process has its own handle
	out := &announcement{url: make(chan string, 1)}
	//nolint:gosec // the program is the one that is measured
	s.cmd = exec.CommandContext(ctx, b.bin, "serve", "--listen", "127.0.0.1:0", "--data", dir, "--callback-allow", "127.0.0.0/8")
	s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr = append(cleanEnvironment(), env...), out, logs
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { s.exited <- s.cmd.Wait() }()
	if err := s.await(ctx, out.url); err != nil {
		return nil, errors.Join(err, s.cmd.Process.Kill())
	}
	s.ready = time.Since(begin)
	s.client, err = client.New(s.url, client.WithHTTPClient(b.http))
	return s, err
}

// await waits for the line that says where the server listens, then for
// /readyz. The socket is open by then, so one request is enough: it is answered
// as soon as the server can.
func (s *server) await(ctx context.Context, url <-chan string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, errors.New("the server did not get ready in time"))
	defer cancel()
	select {
	case s.url = <-url:
	case err := <-s.exited:
		return fmt.Errorf("the server stopped: %w\n%s", err, s.tail())
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/readyz", nil)
	if err != nil {
		return err
	}
	resp, err := s.http.Do(r)
	if err != nil {
		return err
	}
	if err := resp.Body.Close(); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("/readyz answered %s", resp.Status)
	}
	return nil
}

// stop ends the server as an operator would and waits for it.
func (s *server) stop() error {
	s.http.CloseIdleConnections()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-s.exited:
		if err != nil {
			return fmt.Errorf("the server ended badly: %w\n%s", err, s.tail())
		}
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(errors.New("the server did not stop in time"), s.kill())
	}
}

// kill ends the server as a crash would.
func (s *server) kill() error {
	if err := s.cmd.Process.Kill(); err != nil {
		return err
	}
	<-s.exited //nolint:errcheck // it was killed, and says so
	s.http.CloseIdleConnections()
	return nil
}

// tail is the end of the server's log.
func (s *server) tail() string {
	const enough = 2000
	text, err := os.ReadFile(filepath.Clean(s.logs))
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-enough):])
}

func cleanEnvironment() []string {
	var kept []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "BLOBSIGHT_") && !strings.HasPrefix(v, "GOMAXPROCS=") {
			kept = append(kept, v)
		}
	}
	return kept
}

// announcement reads the server's stdout until it says where it listens.
type announcement struct {
	text []byte
	url  chan string
	done bool
}

// Write implements [io.Writer].
func (a *announcement) Write(p []byte) (int, error) {
	if a.done {
		return len(p), nil
	}
	a.text = append(a.text, p...)
	line, _, whole := bytes.Cut(a.text, []byte("\n"))
	if url := regexp.MustCompile(`http://\S+`).Find(line); whole && url != nil {
		a.url <- string(url)
		a.done = true
	}
	return len(p), nil
}

// withServer calls fn with a server on a fresh folder, and stops it afterwards.
func (b *bench) withServer(ctx context.Context, fn func(s *server) error, env ...string) error {
	s, err := b.serve(ctx, b.folder(), env...)
	if err != nil {
		return err
	}
	return errors.Join(fn(s), s.stop())
}
