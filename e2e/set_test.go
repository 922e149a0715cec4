package e2e_test

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdSet sets a variable to what the last command printed, without the end of the line.
func cmdSet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: set VARIABLE")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}
