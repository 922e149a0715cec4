package awstest

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
)

// Moto is a running moto_server: DynamoDB with its streams, and SQS. It takes a second
// or two to start, so clouds share one; each has an account of its own there.
type Moto struct {
	process  *process
	url      string
	accounts atomic.Int64
}

// StartMoto starts the program of that name, on a port of 127.0.0.1 that freePort gives.
func StartMoto(ctx context.Context, program string, freePort func(context.Context) (int, error)) (*Moto, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	m := &Moto{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	m.process, err = startProcess(ctx, nil, m.url+"/moto-api/data.json", program, "-H", "127.0.0.1", "-p", strconv.Itoa(port))
	return m, err
}

// Close ends it.
func (m *Moto) Close() { m.process.kill() }

// account is the number of an account that nobody else has.
func (m *Moto) account() string { return fmt.Sprintf("%012d", 100_000_000_000+m.accounts.Add(1)) }
