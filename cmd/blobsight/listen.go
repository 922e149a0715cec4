package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"time"

	"blobsight/client"
	"blobsight/internal/app"
)

// listenStop is how long the answers that are under way may take at the end.
const listenStop = time.Second

type listenCmd struct {
	Addr   string `default:"127.0.0.1:9000" help:"Address to listen on; port 0 is any free one."`
	Secret string `env:"BLOBSIGHT_WEBHOOK_SECRET" placeholder:"whsec_…" help:"Secret that signs the callbacks. Default: that of the data folder."`
	app.DataDir
	Count int  `placeholder:"N" help:"End after so many verified callbacks. Default: only when interrupted."`
	JSON  bool `name:"json" help:"The body of each verified callback on a line, instead of a summary."`
}

// Help is the long help.
func (*listenCmd) Help() string {
	return `For trying callbacks out. Each one is verified and answered: 204 when its signature is right, else 401.

A server calls addresses inside its own network only when it was started with --callback-allow.

Example, with a server started by "blobsight serve --callback-allow 127.0.0.0/8":

    blobsight listen &
    blobsight submit --callback http://127.0.0.1:9000/ cat.jpg`
}

// Validate checks the arguments.
func (c *listenCmd) Validate() error {
	if c.Count < 0 {
		return errors.New("--count is less than 0")
	}
	return nil
}

// Run receives callbacks until there were enough, or ctx ends.
func (c *listenCmd) Run(ctx context.Context, s *streams) error {
	secret, from, err := c.secret(ctx)
	if err != nil {
		return err
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	c.greet(s, ln.Addr(), from)
	r := newReceiver(s, secret, c.JSON, c.Count)
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

// secret is the secret that signs callbacks, and where it is from.
func (c *listenCmd) secret(ctx context.Context) (secret, from string, err error) {
	if c.Secret != "" {
		if err := client.CheckSecret(c.Secret); err != nil {
			return "", "", fmt.Errorf("--secret (BLOBSIGHT_WEBHOOK_SECRET): %w", err)
		}
		return c.Secret, "--secret (BLOBSIGHT_WEBHOOK_SECRET)", nil
	}
	dir, err := c.Dir()
	if err != nil {
		return "", "", err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", "", withHint(fmt.Errorf("no secret is given, and there is no data folder %s", dir),
			`give the secret that "blobsight secrets show" prints where the server runs: --secret (BLOBSIGHT_WEBHOOK_SECRET)`)
	}
	err = withStore(ctx, c.DataDir, func(store *app.Store) error {
		secret, err = store.CallbackSecret(ctx)
		return err
	})
	return secret, "data folder " + dir, err
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
