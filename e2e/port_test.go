package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync/atomic"
)

// The ports that are given out lie below those which systems give to connections
// and to listeners on port 0. So nobody else takes one between the look and its use.
const firstPort, ports = 12_000, 18_000

// lastPort counts the ports given out, since two stories must not get the same one.
var lastPort atomic.Int64

// freePort gives a port of 127.0.0.1 on which nobody listens.
func freePort(ctx context.Context) (int, error) {
	for range ports {
		port := firstPort + (int64(os.Getpid())*97+lastPort.Add(1))%ports
		ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return int(port), ln.Close()
		}
	}
	return 0, errors.New("there is no free port")
}
