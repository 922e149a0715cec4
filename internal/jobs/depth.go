package jobs

import (
	"context"
	"fmt"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"blobsight"
)

// Depths counts the jobs of each kind.
func (r *Runner[TTx]) Depths(ctx context.Context) (map[blobsight.JobKind]blobsight.Depth, error) {
	var names []string
	for _, kind := range blobsight.JobKinds() {
		names = append(names, string(kind))
	}
	counts, err := r.driver.GetExecutor().JobCountByQueueAndState(ctx, &riverdriver.JobCountByQueueAndStateParams{QueueNames: names})
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	depths := map[blobsight.JobKind]blobsight.Depth{}
	for _, c := range counts {
		depths[blobsight.JobKind(c.Queue)] = blobsight.Depth{Waiting: c.CountAvailable, Running: c.CountRunning}
	}
	return depths, nil
}

// Scheduled counts the jobs of all kinds whose time has not come yet, most of
// them callbacks that failed and will be tried again.
func (r *Runner[TTx]) Scheduled(ctx context.Context) (int64, error) {
	counts, err := r.driver.GetExecutor().JobCountByAllStates(ctx, &riverdriver.JobCountByAllStatesParams{})
	if err != nil {
		return 0, fmt.Errorf("count jobs: %w", err)
	}
	return int64(counts[rivertype.JobStateRetryable] + counts[rivertype.JobStateScheduled]), nil
}
