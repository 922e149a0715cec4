package e2e_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// cloudOf is the AWS that a story runs on.
func cloudOf(ts *testscript.TestScript) *onAWS {
	a, is := worldOf(ts).size.(*onAWS)
	if !is {
		ts.Fatalf("this is not AWS")
	}
	return a
}

// cmdMinute lets the minute pass after which links that ran out are looked for. On one
// machine that happens by itself.
func cmdMinute(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: minute")
	}
	if a, is := worldOf(ts).size.(*onAWS); is {
		ts.Check(a.Minute(context.Background()))
	}
}

// cmdRekognition says how Rekognition behaves, or waits until it was asked.
func cmdRekognition(ts *testscript.TestScript, neg bool, args []string) {
	r := cloudOf(ts).Recognizer
	switch what := strings.Join(args, " "); {
	case what == "hold":
		r.Hold()
	case what == "release":
		r.Release()
	case len(args) == 2 && args[0] == "throttle":
		r.Throttle(number(ts, args[1]))
	case len(args) == 2 && args[0] == "asked":
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		n, err := r.Asked(ctx, number(ts, args[1]))
		if err != nil {
			ts.Fatalf("Rekognition was asked %d times:\n%s", n, worldOf(ts).log())
		}
		fmt.Fprintln(ts.Stdout(), n)
	default:
		ts.Fatalf("usage: rekognition hold|release|throttle N|asked N")
	}
}

// cmdCrash ends the processes of a function as kill -9 does.
func cmdCrash(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: crash FUNCTION")
	}
	cloudOf(ts).Kill(args[0])
}

// cmdEvents has the events of uploads get lost, or no more.
func cmdEvents(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || args[0] != "on" && args[0] != "off" {
		ts.Fatalf("usage: events on|off")
	}
	cloudOf(ts).Mute(args[0] == "off")
}

// cmdLetter waits until there are dead letters, takes them, and prints them.
func cmdLetter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: letter")
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		letters, err := cloudOf(ts).DeadLetters(context.Background())
		ts.Check(err)
		if len(letters) > 0 {
			fmt.Fprintln(ts.Stdout(), strings.Join(letters, "\n"))
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("there are no dead letters:\n%s", worldOf(ts).log())
		}
	}
}
