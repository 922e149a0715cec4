package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// streams is where a command reads and writes: results to out, all else to err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// errReported is the error of a command that has said already what went wrong.
var errReported = errors.New("failures were reported")

// hinted is an error together with what can be done about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

func withHint(err error, hint string) error { return hinted{err, hint} }

// complain prints err, one line for each thing that is wrong, and a hint if there is one.
func (s streams) complain(err error) {
	for line := range strings.Lines(err.Error()) {
		s.note("blobsight: %s", printable(strings.TrimSuffix(line, "\n")))
	}
	if h := (hinted{}); errors.As(err, &h) {
		s.note("  hint: %s", h.hint)
	}
}

// note prints a line to stderr. That it cannot be printed is no reason to stop.
func (s streams) note(format string, args ...any) {
	_, _ = fmt.Fprintf(s.err, format+"\n", args...)
}

// onTerminal reports whether a person watches stderr.
func (s streams) onTerminal() bool {
	f, ok := s.err.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// pageWidth is how wide text is made that nobody watches, in characters.
const pageWidth = 100

// columns is how wide a line of stdout may be, in characters.
func (s streams) columns() int {
	if f, ok := s.out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return pageWidth
}

// printable is text from elsewhere without anything that could steer a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}
