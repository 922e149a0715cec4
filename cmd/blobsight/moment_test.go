package main

import (
	"testing"
	"time"
)

func TestPastTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-03-01T00:00:00+01:00": time.Date(2026, 2, 28, 23, 0, 0, 0, time.UTC),
		"24h":                       time.Date(2026, 3, 3, 5, 6, 7, 0, time.UTC),
		"0s":                        now,
	} {
		var p pastTime
		if err := p.UnmarshalText([]byte(text)); err != nil || !p.time(now).Equal(want) {
			t.Errorf("%s is %s (%v), want %s", text, p.time(now), err, want)
		}
	}
	for _, text := range []string{"", "yesterday", "-1h", "2026-03-04"} {
		if err := new(pastTime).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for a time", text)
		}
	}
	if at := (pastTime{}).time(now); !at.IsZero() {
		t.Errorf("no time is %s", at)
	}
}
