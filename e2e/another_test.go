package e2e_test

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdAnother starts a server beside the story's, with a data folder of its own.
func cmdAnother(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: another VARIABLE [flags]")
	}
	cmd := command(ts, append([]string{"serve", "--data", ts.MkAbs("data-" + args[0])}, args[1:]...)...)
	startProgram(ts, args[0], cmd, func(port int) { cmd.Args = append(cmd.Args, fmt.Sprintf("--listen=127.0.0.1:%d", port)) })
	ts.Setenv(args[0], strings.TrimSuffix(ts.Getenv(args[0]), "/hook"))
}
