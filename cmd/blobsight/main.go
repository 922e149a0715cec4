// Command blobsight tells what is in a picture: as a server, against a server,
// or alone.
//
// Each command has a file of its own. Results go to stdout; progress, logs and
// errors go to stderr. Exit codes: 0 done, 1 something failed, 2 wrong usage.
// The settings and the server itself are in internal/app; what is here reads
// arguments, calls, and prints.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from now on a second signal kills at once
	os.Exit(run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
