package awstest

import (
	"bytes"
	"sync"
)

// output collects what processes print.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// labeled puts the name of a function before what it prints, as its log group would be named.
type labeled struct {
	name string
	to   *output
}

func (l labeled) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if _, err := l.to.Write(append([]byte(l.name+": "), line...)); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
