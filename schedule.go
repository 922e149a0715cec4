package blobsight

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Schedule lists how long to wait before each attempt; its length is the number
// of attempts.
type Schedule []time.Duration

// DefaultSchedule is the example schedule of Standard Webhooks 1.0.0: ten
// attempts over about three days.
func DefaultSchedule() Schedule {
	return Schedule{
		0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour,
		5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	}
}

// maxDelay bounds a wait: longer ones are mistakes, and the longest of all could not
// even be reckoned with.
const maxDelay = 366 * 24 * time.Hour

// ParseSchedule reads a list such as "0s,5s,5m,2h".
func ParseSchedule(s string) (Schedule, error) {
	var out Schedule
	for item := range strings.SplitSeq(s, ",") {
		d, err := time.ParseDuration(strings.TrimSpace(item))
		if err != nil || d < 0 {
			return nil, fmt.Errorf("%q is no waiting time; the form is 0s,5s,5m,30m,2h", item)
		}
		if d > maxDelay {
			return nil, fmt.Errorf("%q is longer than a year (%s)", item, maxDelay)
		}
		out = append(out, d)
	}
	return out, nil
}

// Delay is the wait before an attempt, counted from 1; beyond the end it is the last one.
func (s Schedule) Delay(attempt int) time.Duration {
	return s[min(max(attempt, 1), len(s))-1]
}

// Jittered is Delay plus up to a tenth, so that what failed together does not
// come back together.
func (s Schedule) Jittered(attempt int) time.Duration {
	d := s.Delay(attempt)
	return d + time.Duration(rand.Float64()*float64(d)/10) //nolint:gosec // spreading load needs no secret randomness
}
