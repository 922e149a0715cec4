package awstest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"time"
)

// sandbox is one process of a function. It runs one invocation at a time, and many
// one after the other.
type sandbox struct {
	api    *runtimeAPI
	server *http.Server
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the process is gone
}

// newSandbox starts the bootstrap. It is not waited for: the first invocation is
// taken when it asks.
func newSandbox(bootstrap, dir string, env []string, arn string, log io.Writer) (*sandbox, error) {
	ln, err := listen()
	if err != nil {
		return nil, err
	}
	s := &sandbox{api: &runtimeAPI{arn: arn, work: make(chan *invocation)}, ended: make(chan struct{})}
	s.server = &http.Server{Handler: s.api.handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = s.server.Serve(ln) }()
	s.cmd = exec.Command(bootstrap)
	s.cmd.Dir = dir
	s.cmd.Env = append(slices.Clone(env), "AWS_LAMBDA_RUNTIME_API="+ln.Addr().String())
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		_ = s.server.Close()
		return nil, fmt.Errorf("start bootstrap: %w", err)
	}
	go func() {
		_ = s.cmd.Wait()
		_ = s.server.Close()
		close(s.ended)
	}()
	return s, nil
}

// run has the process do an invocation. After an error of its own the process may go
// on; when it ends or takes too long, it is gone.
func (s *sandbox) run(inv *invocation) outcome {
	late := time.NewTimer(time.Until(inv.deadline))
	defer late.Stop()
	work := s.api.work
	for {
		select {
		case work <- inv:
			work = nil
		case o := <-inv.outcome:
			return o
		case <-s.ended:
			return s.exited(inv)
		case <-late.C:
			s.kill()
			return outcome{err: &FunctionError{"Sandbox.Timedout", "Task timed out"}}
		}
	}
}

// exited is what became of an invocation whose process has ended. An answer that was
// given before counts.
func (s *sandbox) exited(inv *invocation) outcome {
	select {
	case o := <-inv.outcome:
		return o
	default:
	}
	s.api.mu.Lock()
	defer s.api.mu.Unlock()
	if s.api.init != nil {
		return outcome{err: s.api.init}
	}
	return outcome{err: &FunctionError{"Runtime.ExitError", "Runtime exited: " + s.cmd.ProcessState.String()}}
}

func (s *sandbox) alive() bool {
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

// kill ends the process at once and waits until it is gone.
func (s *sandbox) kill() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

// listen takes a free port.
func listen() (net.Listener, error) {
	return net.Listen("tcp", "127.0.0.1:0")
}
