package aws

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

// dispatcher is the function that hands on jobs from the stream of the table to
// their queue. It does none itself, so that nothing holds up the stream.
type dispatcher struct {
	*parts
	jobs, dead *queue
}

func (p *parts) dispatch() (lambda.Handler, error) {
	d := &dispatcher{p, p.queue(p.cfg.Callbacks), p.queue(p.cfg.DeadLetters)}
	return lambda.NewHandler(d.handle), nil
}

// changes is an event of the stream: what is read of it.
type changes struct {
	Records []change
}

type change struct {
	EventName string `json:"eventName"`
	Change    struct {
		SequenceNumber string
		NewImage       map[string]dynamo.Attribute
	} `json:"dynamodb"`
}

// handle sends the jobs in their order. At the first that cannot be sent it stops;
// Lambda comes back with that one and those after it, and takes those before it for
// done.
func (d *dispatcher) handle(ctx context.Context, event changes) (events.DynamoDBEventResponse, error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	answer := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	var bodies, numbers []string
	for _, c := range event.Records {
		body, err := d.message(ctx, c)
		if err != nil { // what came before is still to be sent
			answer = failedAt(c.Change.SequenceNumber)
			break
		}
		if body != "" {
			bodies, numbers = append(bodies, body), append(numbers, c.Change.SequenceNumber)
		}
	}
	for len(bodies) > 0 {
		n := min(maxSend, len(bodies))
		sent, err := d.jobs.sendAll(ctx, bodies[:n])
		if err != nil {
			d.log.ErrorContext(ctx, "jobs could not be handed on", "error", err)
			return failedAt(numbers[sent]), nil
		}
		bodies, numbers = bodies[n:], numbers[n:]
	}
	return answer, nil
}

func failedAt(number string) events.DynamoDBEventResponse {
	return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{{ItemIdentifier: number}}}
}

// message is what the queue is sent about a change; empty: nothing. A job that this
// version does not understand goes to the dead letters, and others go on.
func (d *dispatcher) message(ctx context.Context, c change) (string, error) {
	if c.EventName != string(events.DynamoDBOperationTypeInsert) {
		return "", nil
	}
	j, ok, err := dynamo.JobOf(c.Change.NewImage)
	if err != nil {
		d.log.ErrorContext(ctx, "job is not understood", "error", err)
		image, encodeErr := json.Marshal(c.Change.NewImage)
		err = errors.Join(encodeErr, d.dead.sendLetter(ctx, letter{Reason: err.Error(), Message: string(image)}))
		if err != nil {
			d.log.ErrorContext(ctx, "dead letter could not be sent", "error", err)
		}
		return "", err
	}
	if !ok || j.Kind == blobsight.JobRecognize { // events of S3 do that
		return "", nil
	}
	return encodeJob(j)
}
