package main

import (
	"fmt"
	"time"
)

// moment is a time as tables show it: UTC, in seconds; a dash when there is none.
func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

// pastTime is an argument that says when something was: at a time, or so long ago.
type pastTime struct {
	at  time.Time
	ago time.Duration
	set bool
}

// UnmarshalText reads RFC 3339 or a duration.
func (p *pastTime) UnmarshalText(text []byte) error {
	p.set = true
	var err error
	if p.at, err = time.Parse(time.RFC3339, string(text)); err == nil {
		return nil
	}
	if p.ago, err = time.ParseDuration(string(text)); err != nil || p.ago < 0 {
		return fmt.Errorf("%q is no time; write 2026-03-04T05:06:07Z, or how long ago it was, such as 24h", text)
	}
	return nil
}

// time is the time meant, seen from now; zero when none was given.
func (p pastTime) time(now time.Time) time.Time {
	if p.set && p.at.IsZero() {
		return now.Add(-p.ago)
	}
	return p.at
}
