package jobs

import (
	"context"
	"fmt"

	"github.com/riverqueue/river/riverdriver"

	"blobsight"
)

// Depth is how many jobs of one kind are in the queue.
type Depth struct {
	Waiting int64 // to be run now
	Running int64
}

// Depths counts the jobs of each kind.
func (r *Runner[TTx]) Depths(ctx context.Context) (map[blobsight.JobKind]Depth, error) {
	var names []string
	for _, kind := range blobsight.JobKinds() {
		names = append(names, string(kind))
	}
	counts, err := r.driver.GetExecutor().JobCountByQueueAndState(ctx, &riverdriver.JobCountByQueueAndStateParams{QueueNames: names})
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	depths := map[blobsight.JobKind]Depth{}
	for _, c := range counts {
		depths[blobsight.JobKind(c.Queue)] = Depth{Waiting: c.CountAvailable, Running: c.CountRunning}
	}
	return depths, nil
}
