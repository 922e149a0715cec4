//go:build !unix

package e2e_test

import "os/exec"

// inGroup does nothing where processes have no groups; the stories do not run there.
func inGroup(*exec.Cmd) {}
