package blobsight_test

import (
	"slices"
	"testing"
	"time"

	"blobsight"
)

func TestParseSchedule(t *testing.T) {
	t.Parallel()
	got, err := blobsight.ParseSchedule("0s,5s,5m,30m,2h,5h,10h,14h,20h,24h")
	if err != nil || !slices.Equal(got, blobsight.DefaultSchedule()) {
		t.Errorf("the default, written out, is %v (%v)", got, err)
	}
	if got, err := blobsight.ParseSchedule(" 0s , 100ms "); err != nil || !slices.Equal(got, blobsight.Schedule{0, 100 * time.Millisecond}) {
		t.Errorf("with spaces: %v (%v)", got, err)
	}
	for _, bad := range []string{"", "soon", "1s,,2s", "-1s", "5", "0s,2562047h"} {
		if got, err := blobsight.ParseSchedule(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
}

func TestScheduleDelay(t *testing.T) {
	t.Parallel()
	s := blobsight.Schedule{0, time.Second, time.Minute}
	for attempt, want := range map[int]time.Duration{-1: 0, 0: 0, 1: 0, 2: time.Second, 3: time.Minute, 4: time.Minute} {
		if got := s.Delay(attempt); got != want {
			t.Errorf("Delay(%d) = %s, want %s", attempt, got, want)
		}
	}
	for range 100 {
		if got := s.Jittered(3); got < time.Minute || got > 66*time.Second {
			t.Errorf("Jittered(3) = %s, want a minute and up to a tenth more", got)
		}
	}
}
