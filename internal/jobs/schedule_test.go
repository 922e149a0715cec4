package jobs_test

import (
	"slices"
	"testing"
	"time"

	"blobsight/internal/jobs"
)

func TestParseSchedule(t *testing.T) {
	t.Parallel()
	got, err := jobs.ParseSchedule("0s,5s,5m,30m,2h,5h,10h,14h,20h,24h")
	if err != nil || !slices.Equal(got, jobs.DefaultNotify()) {
		t.Errorf("the default, written out, is %v (%v)", got, err)
	}
	if got, err := jobs.ParseSchedule(" 0s , 100ms "); err != nil || !slices.Equal(got, jobs.Schedule{0, 100 * time.Millisecond}) {
		t.Errorf("with spaces: %v (%v)", got, err)
	}
	for _, bad := range []string{"", "soon", "1s,,2s", "-1s", "5"} {
		if got, err := jobs.ParseSchedule(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
}
