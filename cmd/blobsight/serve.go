package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"blobsight/internal/app"
)

type serveCmd struct {
	app.Config
}

// Help is the long help.
func (*serveCmd) Help() string {
	return `Runs until it gets SIGINT or SIGTERM, then finishes what runs; a second signal ends it at once. Nothing is lost
either way.

Example:

    blobsight serve --listen 127.0.0.1:8080 --data ./data`
}

// Run serves until ctx ends.
func (c *serveCmd) Run(ctx context.Context, s *streams) (err error) {
	a, err := app.Open(ctx, c.Config, buildVersion(), s.err)
	if errors.Is(err, syscall.EADDRINUSE) {
		return withHint(err, "choose another address, such as --listen 127.0.0.1:8081")
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	keys, err := keysInUse(ctx, c.DataDir)
	if err != nil {
		return err
	}
	if err := c.greet(s.out, a, keys); err != nil {
		return err
	}
	return a.Run(ctx)
}

// greet says where the server is and what to try next.
func (c *serveCmd) greet(w io.Writer, a *app.App, keys int) error {
	var b strings.Builder
	access := fmt.Sprintf("needed, %d in use", keys)
	switch {
	case keys > 0:
	case c.Insecure:
		access = "none: everybody who reaches the server may use it (--insecure)"
	case a.Open:
		access = "none needed: only this machine reaches the server"
	}
	fmt.Fprintf(&b, "Blobsight listens on %s\n", a.URL)
	fmt.Fprintf(&b, "  data      %s\n", a.Dir)
	fmt.Fprintf(&b, "  API keys  %s\n", access)
	fmt.Fprintf(&b, "  contract  %s/docs\n", a.URL)
	submit, curl := "blobsight submit", "curl"
	if a.URL != defaultServer {
		submit += " --server " + a.URL
	}
	if keys > 0 {
		submit += " --api-key KEY"
		curl += ` -H "Authorization: Bearer KEY"`
	}
	fmt.Fprintf(&b, "Try, in another terminal:\n  %s PHOTO.jpg\n  %s --data-binary @PHOTO.jpg %s/labels\n", submit, curl, a.URL)
	_, err := io.WriteString(w, b.String())
	return err
}
