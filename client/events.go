package client

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"
)

// eventStream is the content type of server-sent events.
const eventStream = "text/event-stream"

// maxEvent bounds one line of a stream, in bytes.
const maxEvent = 16 << 20

// events reads a stream as the HTML standard describes it, as far as it matters
// here: the names of events do not.
type events struct {
	lines *bufio.Scanner
	any   bool // something came

	// After next:
	data  string        // of the event; empty: another sign of life
	id    string        // of the last event so far
	retry time.Duration // that was asked for so far; 0: none
}

// newEvents reads a stream that goes on after the event with the given id.
func newEvents(r io.Reader, id string) *events {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxEvent)
	return &events{lines: lines, id: id}
}

// next reads to the end of an event, or of something else between empty lines. It
// is false when the stream has ended or broken off: half an event counts as none.
func (e *events) next() bool {
	var data []string
	id := e.id
	for e.lines.Scan() {
		e.any = true
		line := bytes.TrimPrefix(e.lines.Bytes(), []byte("\ufeff"))
		if len(line) == 0 {
			e.data, e.id = strings.Join(data, "\n"), id
			return true
		}
		name, value, _ := strings.Cut(string(line), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "data":
			data = append(data, value)
		case "id":
			if !strings.Contains(value, "\x00") {
				id = value
			}
		case "retry":
			if ms, err := strconv.ParseUint(value, 10, 31); err == nil {
				e.retry = time.Duration(ms) * time.Millisecond
			}
		}
	}
	return false
}
