package jobs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"blobsight"
)

// Schedule lists how long to wait before each attempt; its length is the number
// of attempts.
type Schedule []time.Duration

// Schedules holds the schedule of each kind of job.
type Schedules struct {
	Recognize, Notify, CleanUp Schedule
}

// DefaultNotify is the example schedule of Standard Webhooks 1.0.0: ten
// attempts over about three days.
func DefaultNotify() Schedule {
	return Schedule{
		0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour,
		5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	}
}

// DefaultSchedules has the schedules for recognition and cleaning up, whose
// failures are our own and short, beside that for callbacks.
func DefaultSchedules() Schedules {
	return Schedules{
		Recognize: Schedule{0, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute},
		Notify:    DefaultNotify(),
		CleanUp:   Schedule{0, time.Second, time.Minute, time.Hour, 24 * time.Hour},
	}
}

// ParseSchedule reads a list such as "0s,5s,5m,2h".
func ParseSchedule(s string) (Schedule, error) {
	var out Schedule
	for item := range strings.SplitSeq(s, ",") {
		d, err := time.ParseDuration(strings.TrimSpace(item))
		if err != nil || d < 0 {
			return nil, fmt.Errorf("%q is no waiting time; the form is 0s,5s,5m,30m,2h", item)
		}
		out = append(out, d)
	}
	return out, nil
}

func (s Schedules) of(kind blobsight.JobKind) Schedule {
	switch kind {
	case blobsight.JobRecognize:
		return s.Recognize
	case blobsight.JobNotify:
		return s.Notify
	default:
		return s.CleanUp
	}
}

// delay is the wait before an attempt, counted from 1; beyond the end it is the last one.
func (s Schedule) delay(attempt int) time.Duration {
	return s[min(max(attempt, 1), len(s))-1]
}

// jittered is delay plus up to a tenth, so that callbacks that failed together
// do not come back together.
func (s Schedule) jittered(attempt int) time.Duration {
	d := s.delay(attempt)
	return d + time.Duration(rand.Float64()*float64(d)/10) //nolint:gosec // spreading load needs no secret randomness
}
