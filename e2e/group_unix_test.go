//go:build unix

package e2e_test

import (
	"os/exec"
	"syscall"
)

// inGroup puts a command that is yet to start, and all that it will start, into a
// group of its own, so that Cancel ends them together.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
