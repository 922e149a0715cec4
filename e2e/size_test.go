package e2e_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// size is what a story runs on: one machine, or AWS.
type size interface {
	// serve starts the program as "blobsight serve" with these flags. Check is an error if it
	// has stopped by itself.
	serve(ts *testscript.TestScript, flags []string) (check func() error)
	// halt ends it: well, or in the middle of all that it does.
	halt(ts *testscript.TestScript, crash bool)
	// admin is what "blobsight keys" and "blobsight secrets" print for these arguments.
	admin(ts *testscript.TestScript, args []string) string
	// log is what it has printed.
	log() string
	// close ends what is left.
	close()
}

// cmdServe starts the program, with the flags given, and waits until it is ready.
func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	w := worldOf(ts)
	if neg || w.serving {
		ts.Fatalf("usage: serve [flags], while none is running")
	}
	check := w.size.serve(ts, args)
	w.serving = true
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if ready(ts.Getenv("URL") + "/readyz") {
			return
		}
		if err := check(); err != nil {
			w.serving = false
			ts.Fatalf("the server stopped: %v\n%s", err, w.log())
		}
		if time.Now().After(deadline) {
			ts.Fatalf("the server is not ready:\n%s", w.log())
		}
	}
}

func ready(url string) bool {
	res, err := http.Get(url)
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// cmdHalt ends the program: well, or with "-9" at once.
func cmdHalt(ts *testscript.TestScript, neg bool, args []string) {
	w := worldOf(ts)
	if neg || !w.serving || len(args) > 1 || len(args) == 1 && args[0] != "-9" {
		ts.Fatalf("usage: halt [-9], while a server is running")
	}
	w.serving = false
	w.size.halt(ts, len(args) == 1)
	ts.Logf("%s", w.log())
}

// cmdAdmin makes and shows API keys and secrets, the way that the size has for it.
func cmdAdmin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: admin keys|secrets ARGUMENT…")
	}
	fmt.Fprint(ts.Stdout(), worldOf(ts).size.admin(ts, args))
}
