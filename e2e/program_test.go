package e2e_test

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"blobsight/e2e/awstest"
)

// program is a receiver of callbacks that runs as a process of its own.
type program struct {
	cmd    *exec.Cmd
	output *awstest.Output
	done   chan error
}

// startProgram starts a receiver at a free port, waits until it takes connections
// and sets a variable to its URL. At tells the command which port it is.
func startProgram(ts *testscript.TestScript, variable string, cmd *exec.Cmd, at func(port int)) {
	w := worldOf(ts)
	if w.programs[variable] != nil {
		ts.Fatalf("%s is a receiver already", variable)
	}
	port, err := freePort(context.Background())
	ts.Check(err)
	at(port)
	p := &program{cmd: cmd, output: &awstest.Output{}, done: make(chan error, 1)}
	cmd.Stdout, cmd.Stderr = p.output, p.output
	inGroup(cmd)
	ts.Check(cmd.Start())
	go func() { p.done <- cmd.Wait() }()
	w.programs[variable] = p
	p.ready(ts, fmt.Sprintf("127.0.0.1:%d", port))
	ts.Setenv(variable, fmt.Sprintf("http://127.0.0.1:%d/hook", port))
}

// programOf is the receiver that a variable names.
func programOf(ts *testscript.TestScript, variable string) *program {
	p := worldOf(ts).programs[variable]
	if p == nil {
		ts.Fatalf("%s names no receiver", variable)
	}
	return p
}

func (p *program) ready(ts *testscript.TestScript, address string) {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return
		}
		select {
		case err := <-p.done:
			p.done <- err
			ts.Fatalf("the receiver stopped: %v\n%s", err, p.output)
		default:
		}
		if time.Now().After(deadline) {
			ts.Fatalf("the receiver does not listen:\n%s", p.output)
		}
	}
}

// end ends the receiver and what it has started.
func (p *program) end() {
	_ = p.cmd.Cancel()
	<-p.done
}

// cmdListen starts "blobsight listen".
func cmdListen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: listen VARIABLE [flags]")
	}
	cmd := command(ts, append([]string{"listen"}, args[1:]...)...)
	startProgram(ts, args[0], cmd, func(port int) { cmd.Args = append(cmd.Args, fmt.Sprintf("--addr=127.0.0.1:%d", port)) })
}

// cmdHeard waits until a receiver has printed a text, and prints all that it has printed.
func cmdHeard(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: heard VARIABLE TEXT")
	}
	p := programOf(ts, args[0])
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		text := p.output.String()
		if strings.Contains(text, args[1]) {
			fmt.Fprint(ts.Stdout(), text)
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("the receiver never said %q:\n%s\nserver:\n%s", args[1], text, worldOf(ts).log())
		}
	}
}

// cmdEnded waits until a receiver ends well by itself, and prints all that it has printed.
func cmdEnded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ended VARIABLE")
	}
	p := programOf(ts, args[0])
	select {
	case err := <-p.done:
		p.done <- err
		if err != nil {
			ts.Fatalf("the receiver ended badly: %v\n%s", err, p.output)
		}
		fmt.Fprint(ts.Stdout(), p.output)
	case <-time.After(patience):
		ts.Fatalf("the receiver does not end:\n%s\nserver:\n%s", p.output, worldOf(ts).log())
	}
}
