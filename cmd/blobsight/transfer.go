package main

import (
	"fmt"
	"io"
	"strings"
)

// barWidth is the length of the bar, in letters.
const barWidth = 30

// transfer shows at a terminal how much of one file has come. The zero value
// says nothing.
type transfer struct {
	live  io.Writer // the terminal, or nil
	name  string
	shown string
}

// at says how many bytes of how many have come; total is 0 while it is not known.
func (t *transfer) at(done, total int64) {
	if t.live == nil {
		return
	}
	line := fmt.Sprintf("%s  %s", printable(t.name), megabytes(done))
	if total > 0 {
		full := int(barWidth * min(done, total) / total)
		line = fmt.Sprintf("%s  [%s%s] %3d %%  %s of %s", printable(t.name),
			strings.Repeat("=", full), strings.Repeat(" ", barWidth-full), 100*done/total, megabytes(done), megabytes(total))
	}
	if line == t.shown {
		return
	}
	t.shown = line
	letters := []rune(line)
	_, _ = fmt.Fprint(t.live, clearLine+string(letters[:min(len(letters), 99)]))
}

// end takes the line away.
func (t *transfer) end() {
	if t.live != nil && t.shown != "" {
		_, _ = fmt.Fprint(t.live, clearLine)
	}
}
