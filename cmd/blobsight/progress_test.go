package main

import (
	"strings"
	"testing"
)

func TestProgressLine(t *testing.T) {
	t.Parallel()
	var terminal strings.Builder
	p := &progress{live: &terminal, total: 2}
	p.done(0)
	p.at("folder/a.jpg", "queued")
	if err := p.around(func() error { terminal.WriteString("result\n"); return nil }); err != nil {
		t.Fatal(err)
	}
	p.done(1)
	p.at(strings.Repeat("é", 200), "queued")
	p.end()
	p.at("b.jpg", "queued") // too late
	want := clearLine + "0 of 2 done  " +
		clearLine + "0 of 2 done  a.jpg: queued" +
		clearLine + "result\n" +
		clearLine + "1 of 2 done  a.jpg: queued" +
		clearLine + "1 of 2 done  " + strings.Repeat("é", 66) +
		clearLine
	if got := terminal.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestProgressLines(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := &progress{lines: &out, total: 1}
	p.done(0)
	p.at("folder/a.jpg", "queued")
	p.end()
	if got, want := out.String(), "folder/a.jpg: queued\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
