package e2e_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// server is a running "blobsight serve".
type server struct {
	cmd    *exec.Cmd
	output *output
	done   chan error
}

// output collects what a process prints, for the story's log.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// cmdServe starts the server, with the flags given, and waits until it is ready.
func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	w := worldOf(ts)
	if neg || w.server != nil {
		ts.Fatalf("usage: serve [flags], while none is running")
	}
	s := &server{cmd: command(ts, append([]string{"serve"}, args...)...), output: &output{}, done: make(chan error, 1)}
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	ts.Check(s.cmd.Start())
	go func() { s.done <- s.cmd.Wait() }()
	w.server = s
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-s.done:
			w.server = nil
			ts.Fatalf("the server stopped: %v\n%s", err, s.output)
		default:
		}
		if ready(ts.Getenv("URL") + "/readyz") {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("the server is not ready:\n%s", s.output)
		}
	}
}

func ready(url string) bool {
	res, err := http.Get(url)
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// cmdHalt ends the server: with SIGTERM, which must succeed, or with "-9".
func cmdHalt(ts *testscript.TestScript, neg bool, args []string) {
	w := worldOf(ts)
	if neg || w.server == nil || len(args) > 1 || len(args) == 1 && args[0] != "-9" {
		ts.Fatalf("usage: halt [-9], while a server is running")
	}
	s := w.server
	w.server = nil
	if len(args) == 1 {
		s.kill()
		ts.Logf("%s", s.output)
		return
	}
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-s.done:
		ts.Logf("%s", s.output)
		if err != nil {
			ts.Fatalf("the server did not stop well: %v", err)
		}
	case <-time.After(patience):
		s.kill()
		ts.Fatalf("the server does not stop:\n%s", s.output)
	}
}

// kill ends the process as kill -9 does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.done
}

// command is a program of the story's PATH, in its environment and folder.
func command(ts *testscript.TestScript, args ...string) *exec.Cmd {
	w := worldOf(ts)
	cmd := exec.CommandContext(context.Background(), w.binary, args...)
	cmd.Dir = ts.MkAbs(".")
	for _, v := range w.vars {
		name, _, _ := strings.Cut(v, "=")
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	return cmd
}

func freePort(ctx context.Context) (int, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}
