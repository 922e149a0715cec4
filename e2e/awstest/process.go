package awstest

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"time"
)

// patience bounds the start of a program.
const patience = 30 * time.Second

// process is a program that serves HTTP.
type process struct {
	cmd   *exec.Cmd
	log   *Output
	ended chan struct{}
}

// startProcess starts a program and waits until something answers at url. Env is its
// environment; nil: that of this process.
func startProcess(ctx context.Context, env []string, url string, program string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(context.WithoutCancel(ctx), program, args...), log: &Output{}, ended: make(chan struct{})}
	p.cmd.Env = env
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		if answers(ctx, url) {
			return p, nil
		}
		select {
		case <-tick.C:
		case <-p.ended:
			return nil, fmt.Errorf("%s ended: %s", program, p.log)
		case <-ctx.Done():
			p.kill()
			return nil, fmt.Errorf("%s does not answer: %s", program, p.log)
		}
	}
}

// answers reports whether there is any answer, whatever its status.
func answers(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}
