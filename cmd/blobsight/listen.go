package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"blobsight/internal/app"
)

// listenStop is how long the answers that are under way may take at the end.
const listenStop = time.Second

type listenCmd struct {
	Addr   string `default:"127.0.0.1:9000" help:"Address to listen on; port 0 is any free one."`
	Secret string `env:"BLOBSIGHT_WEBHOOK_SECRET" placeholder:"whsec_…" help:"Secret that signs the callbacks. Default: all that sign in the data folder."`
	app.DataDir
	Forward string `placeholder:"URL" help:"Pass verified callbacks on to this URL, such as that of an app on this machine, and answer what it answers."`
	Fail    int    `placeholder:"N" help:"Answer 500 to the first N verified callbacks, to see them come again."`
	Count   int    `placeholder:"N" help:"End after so many verified callbacks that were answered with 2xx. Default: only when interrupted."`
	JSON    bool   `name:"json" help:"The body of each of these callbacks on a line; all else goes to stderr."`
}

// Help is the long help.
func (*listenCmd) Help() string {
	return `For trying callbacks out. Each one is verified and answered: 204 when its signature is right, else 401. With --forward
the app at that URL gets the right ones, with body and headers as they came; if it cannot be reached, the answer is 502.

A server calls addresses inside its own network only when it was started with --callback-allow.

Example, with a server started by "blobsight serve --callback-allow 127.0.0.0/8":

    blobsight listen &
    blobsight submit --callback http://127.0.0.1:9000/ cat.jpg

To work on an app that listens on port 3000 and should see failures too:

    blobsight listen --forward http://127.0.0.1:3000/hook --fail 2`
}

// Validate checks the arguments.
func (c *listenCmd) Validate() error {
	switch {
	case c.Count < 0:
		return errors.New("--count is less than 0")
	case c.Fail < 0:
		return errors.New("--fail is less than 0")
	case c.Forward != "":
		return checkForward(c.Forward)
	default:
		return nil
	}
}

// Run receives callbacks until there were enough, or ctx ends.
func (c *listenCmd) Run(ctx context.Context, s *streams) error {
	verifier, from, err := c.verifier(ctx)
	if err != nil {
		return err
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	c.greet(s, ln.Addr(), from)
	r := &receiver{verifier: verifier, printer: &printer{s: s, json: c.JSON}, fail: c.Fail, count: c.Count, enough: make(chan struct{})}
	if c.Forward != "" {
		r.forward = newForwarder(c.Forward)
	}
	server := &http.Server{Handler: r, ReadTimeout: receiveTime, WriteTimeout: receiveTime}
	served := make(chan error, 1)
	go func() { served <- server.Serve(ln) }()
	select {
	case err := <-served:
		return err
	case <-r.enough:
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), listenStop)
	defer cancel()
	if server.Shutdown(stopping) != nil {
		_ = server.Close() // a connection that says nothing is not waited for
	}
	if n := r.verified(); n < c.Count {
		return fmt.Errorf("interrupted after %d of %d verified callbacks", n, c.Count)
	}
	return nil
}

// verifier knows the secret that was given, or else those of the data folder. From
// is where they are from.
func (c *listenCmd) verifier(ctx context.Context) (v verifier, from string, err error) {
	if c.Secret == "" {
		v, err = verifierOfData(ctx, c.DataDir)
		if err != nil {
			return nil, "", err
		}
		dir, err := c.Dir()
		return v, "data folder " + dir, err
	}
	from = "--secret (BLOBSIGHT_WEBHOOK_SECRET)"
	if v, err = verifierOf(c.Secret); err != nil {
		err = fmt.Errorf("%s: %w", from, err)
	}
	return v, from, err
}

// greet says on stderr where to send callbacks.
func (c *listenCmd) greet(s *streams, addr net.Addr, from string) {
	url, network := callbackURL(addr)
	s.note("Listening for callbacks (secret: %s). The callback URL:\n  %s", from, url)
	if network != "" {
		s.note("It is no public address. The server calls it only if it was started with --callback-allow %s", network)
	}
}

// callbackURL is the URL of addr, and the network that a server must allow
// before it calls there: empty when addr is public.
func callbackURL(addr net.Addr) (url, network string) {
	ap, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return "http://" + addr.String() + "/", ""
	}
	ip := ap.Addr().Unmap()
	switch {
	case ip.IsUnspecified():
		return fmt.Sprintf("http://127.0.0.1:%d/", ap.Port()), "127.0.0.0/8"
	case ip.IsLoopback() && ip.Is4():
		network = "127.0.0.0/8"
	case ip.IsLoopback(), ip.IsPrivate(), ip.IsLinkLocalUnicast():
		network = netip.PrefixFrom(ip.WithZone(""), ip.BitLen()).String()
	}
	return fmt.Sprintf("http://%s/", netip.AddrPortFrom(ip, ap.Port())), network
}
