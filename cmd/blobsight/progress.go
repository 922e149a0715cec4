package main

import (
	"fmt"
	"io"
	"path/filepath"
	"sync"
)

// clearLine takes the cursor to the start of the line and empties it.
const clearLine = "\r\x1b[K"

// progress says on stderr how far the work is: with one line that changes, for
// a person at a terminal, or with a line for each step, or not at all. The zero
// value says nothing. Its methods may be called by many goroutines at once.
type progress struct {
	live  io.Writer // the terminal, or nil
	lines io.Writer // where each step is a line of its own, or nil
	total int

	mu    sync.Mutex
	count int
	step  string
}

// at says what happens to one file.
func (p *progress) at(file string, step any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lines != nil {
		_, _ = fmt.Fprintf(p.lines, "%s: %v\n", printable(file), step)
	}
	p.step = fmt.Sprintf("%s: %v", printable(filepath.Base(file)), step) // short: the step must not be cut off
	p.draw()
}

// done says how many files are done.
func (p *progress) done(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count = n
	p.draw()
}

// draw shows the changing line. It is cut so that it never wraps.
func (p *progress) draw() {
	if p.live == nil {
		return
	}
	line := []rune(fmt.Sprintf("%d of %d done  %s", p.count, p.total, p.step))
	_, _ = fmt.Fprint(p.live, clearLine+string(line[:min(len(line), 79)]))
}

// around takes the changing line away while print writes to the same terminal.
func (p *progress) around(print func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return print()
}

// end takes the changing line away for good.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.live = nil
}

func (p *progress) clear() {
	if p.live != nil {
		_, _ = fmt.Fprint(p.live, clearLine)
	}
}
