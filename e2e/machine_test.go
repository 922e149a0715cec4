package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"blobsight/e2e/awstest"
)

// machine is the program on one machine: "blobsight serve".
type machine struct {
	cmd    *exec.Cmd // nil: none runs
	output *awstest.Output
	done   chan error
}

func (m *machine) serve(ts *testscript.TestScript, flags []string) func() error {
	m.cmd, m.output, m.done = command(ts, append([]string{"serve"}, flags...)...), &awstest.Output{}, make(chan error, 1)
	m.cmd.Stdout, m.cmd.Stderr = m.output, m.output
	ts.Check(m.cmd.Start())
	go func() { m.done <- m.cmd.Wait() }()
	return m.check
}

func (m *machine) check() error {
	select {
	case err := <-m.done:
		m.cmd = nil
		return fmt.Errorf("its end: %w", err)
	default:
		return nil
	}
}

// halt ends the process with SIGTERM, which must succeed, or as kill -9 does.
func (m *machine) halt(ts *testscript.TestScript, crash bool) {
	if crash {
		m.close()
		return
	}
	ts.Check(m.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-m.done:
		m.cmd = nil
		if err != nil {
			ts.Fatalf("the server did not stop well: %v\n%s", err, m.output)
		}
	case <-time.After(patience):
		m.close()
		ts.Fatalf("the server does not stop:\n%s", m.output)
	}
}

func (m *machine) admin(ts *testscript.TestScript, args []string) string {
	out, err := command(ts, args...).Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		ts.Fatalf("%s: %s", strings.Join(args, " "), exit.Stderr)
	}
	ts.Check(err)
	return string(out)
}

func (m *machine) log() string {
	if m.output == nil {
		return "(none ran)"
	}
	return m.output.String()
}

func (m *machine) close() {
	if m.cmd != nil {
		_ = m.cmd.Process.Kill()
		<-m.done
		m.cmd = nil
	}
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
