package e2e_test

import (
	"net"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdSilent sets a variable to the URL of a host that takes connections and never
// says a word.
func cmdSilent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: silent VARIABLE")
	}
	// Connections are made by the system, and nobody looks at them.
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { ln.Close() })
	ts.Setenv(args[0], "http://"+ln.Addr().String()+"/hook")
}
