package awstest

import (
	"context"
	"fmt"
	"net"
	"sync/atomic"
)

// Moto is a running moto_server: DynamoDB with its streams, and SQS. It takes a second
// or two to start, so clouds share one; each has an account of its own there.
type Moto struct {
	process  *process
	url      string
	accounts atomic.Int64
}

// StartMoto starts the program of that name.
func StartMoto(ctx context.Context, program string) (*Moto, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	m := &Moto{url: "http://" + address}
	m.process, err = startProcess(ctx, nil, m.url+"/moto-api/data.json", program, "-H", host, "-p", port)
	return m, err
}

// Close ends it.
func (m *Moto) Close() { m.process.kill() }

// account is the number of an account that nobody else has.
func (m *Moto) account() string { return fmt.Sprintf("%012d", 100_000_000_000+m.accounts.Add(1)) }
