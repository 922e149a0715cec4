package e2e_test

import (
	"fmt"
	"regexp"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdUntil runs the program, which must succeed, until its stdout matches a regular
// expression, and prints that.
func cmdUntil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until REGEXP ARGUMENT…")
	}
	wanted := regexp.MustCompile("(?m)" + args[0])
	deadline := time.Now().Add(patience)
	for n := 0; ; n++ {
		pause(n)
		out, err := command(ts, args[1:]...).Output()
		ts.Check(err)
		if wanted.Match(out) {
			fmt.Fprintf(ts.Stdout(), "%s", out)
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("never printed %s:\n%s\nserver:\n%s", wanted, out, worldOf(ts).log())
		}
	}
}
