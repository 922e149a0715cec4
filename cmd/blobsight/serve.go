package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	if err := c.greet(s.out, a); err != nil {
		return err
	}
	return a.Run(ctx)
}

// greet says where the server is and what to try next.
func (c *serveCmd) greet(w io.Writer, a *app.App) error {
	var b strings.Builder
	access := fmt.Sprintf("needed, %d in use", a.Keys)
	switch {
	case a.Keys > 0:
	case c.Insecure:
		access = "none: everybody who reaches the server may use it (--insecure)"
	default:
		access = "none needed: only this machine reaches the server"
	}
	fmt.Fprintf(&b, "Blobsight listens on http://%s\n", a.Addr)
	if c.PublicURL != "" {
		fmt.Fprintf(&b, "  clients   reach it at %s\n", a.URL)
	}
	fmt.Fprintf(&b, "  data      %s\n", a.Dir)
	fmt.Fprintf(&b, "  models    %s\n", strings.Join(a.Models, ", "))
	if len(a.Labels) > 0 {
		fmt.Fprintf(&b, "  labels    %s\n", strings.Join(a.Labels, ", "))
	}
	fmt.Fprintf(&b, "  API keys  %s\n", access)
	fmt.Fprintf(&b, "  contract  %s/docs\n", a.URL)
	submit, curl := filepath.ToSlash(os.Args[0])+" submit", "curl" // as this command was called
	if a.URL != defaultServer {
		submit += " --server " + a.URL
	}
	if a.Keys > 0 {
		submit += " --api-key KEY"
		curl += ` -H "Authorization: Bearer KEY"`
	}
	fmt.Fprintf(&b, "Try, in another terminal:\n  %s PHOTO.jpg\n  %s --data-binary @PHOTO.jpg %s/labels\n", submit, curl, a.URL)
	_, err := io.WriteString(w, b.String())
	return err
}
