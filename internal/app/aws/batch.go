package aws

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// slack is left of a function's time when its work is broken off, to say what
// became of it.
const slack = 2 * time.Second

// each does something for every message of a batch, all at once, and answers which
// failed: those come again, the others do not. One that panics fails alone.
func (p *parts) each(ctx context.Context, batch events.SQSEvent, do func(context.Context, events.SQSMessage) error) events.SQSEventResponse {
	ctx, cancel := inTime(ctx)
	defer cancel()
	errs := make([]error, len(batch.Records))
	var all sync.WaitGroup
	for i, m := range batch.Records {
		all.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					p.log.ErrorContext(ctx, "message panicked", "message_id", m.MessageId, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
					errs[i] = fmt.Errorf("panic: %v", r)
				}
			}()
			errs[i] = do(ctx, m)
		})
	}
	all.Wait()
	answer := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for i, err := range errs {
		if err != nil {
			answer.BatchItemFailures = append(answer.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: batch.Records[i].MessageId})
		}
	}
	return answer
}

// inTime ends a little before the function is stopped.
func inTime(ctx context.Context) (context.Context, context.CancelFunc) {
	end, bounded := ctx.Deadline()
	if !bounded {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, end.Add(-slack))
}

// lastWord is a context for what must be said at the end of work, also when that was
// broken off: it lasts as long as the function, as ctx comes from [inTime].
func lastWord(ctx context.Context) (context.Context, context.CancelFunc) {
	end, bounded := ctx.Deadline()
	ctx = context.WithoutCancel(ctx)
	if !bounded {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, end.Add(slack))
}

// received counts how often a message was given out, this time included.
func received(m events.SQSMessage) int {
	n, err := strconv.Atoi(m.Attributes["ApproximateReceiveCount"])
	if err != nil {
		return 1
	}
	return max(n, 1)
}
