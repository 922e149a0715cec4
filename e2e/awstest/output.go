package awstest

import (
	"bytes"
	"sync"
)

// Output collects what processes print. Many may write at once.
type Output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements [io.Writer].
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

// String is all that was printed so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// labeled puts the name of a function before what it prints, as its log group would be named.
type labeled struct {
	name string
	to   *Output
}

func (l labeled) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if _, err := l.to.Write(append([]byte(l.name+": "), line...)); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
