package dynamo

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

// jobLife is how long a job lies in the table: as long as in the table's stream,
// which hands it on.
const jobLife = 24 * time.Hour

const jobPrefix, jobSort = "JOB#", "JOB"

// jobItem is a job in the table. Nothing reads it there.
type jobItem struct {
	key
	Kind     blobsight.JobKind  `dynamodbav:"kind"`
	BlobID   string             `dynamodbav:"blob_id"`
	Replay   int                `dynamodbav:"replay"`
	Priority blobsight.Priority `dynamodbav:"priority"`
	TTL      int64              `dynamodbav:"ttl"`
}

// enqueue is the actions that write jobs, for the transaction that calls for them.
func (s *Store) enqueue(jobs []blobsight.Job) ([]types.TransactWriteItem, error) {
	var actions []types.TransactWriteItem
	for _, j := range jobs {
		item, err := encode(jobItem{
			key: key{jobPrefix + s.NewID(), jobSort}, Kind: j.Kind, BlobID: j.BlobID, Replay: j.Replay, Priority: j.Priority,
			TTL: s.Now().Add(jobLife).Unix(),
		})
		if err != nil {
			return nil, err
		}
		actions = append(actions, s.put(item, absent, nil))
	}
	return actions, nil
}

// Attribute is a value of a stream record, as its JSON writes it: {"S": "text"} or
// {"N": "12"}. Values of other types are empty; jobs have none.
type Attribute struct {
	S string `json:"S"`
	N string `json:"N"`
}

// JobOf reads the job in the new image of a stream record. Only records of jobs that
// were written (INSERT, with the sort key "JOB") have one; for others ok is false. The error
// is for a job that this program does not understand, such as one of a newer version.
func JobOf(image map[string]Attribute) (job blobsight.Job, ok bool, err error) {
	if image["sk"].S != jobSort {
		return blobsight.Job{}, false, nil
	}
	replay, err := strconv.Atoi(image["replay"].N)
	if err != nil {
		return blobsight.Job{}, false, fmt.Errorf("job %s: replay is %q", image["pk"].S, image["replay"].N)
	}
	priority, err := strconv.Atoi(image["priority"].N)
	if err != nil {
		return blobsight.Job{}, false, fmt.Errorf("job %s: priority is %q", image["pk"].S, image["priority"].N)
	}
	job = blobsight.Job{
		Kind: blobsight.JobKind(image["kind"].S), BlobID: image["blob_id"].S, Replay: replay, Priority: blobsight.Priority(priority),
	}
	if !slices.Contains(blobsight.JobKinds(), job.Kind) || job.BlobID == "" {
		return blobsight.Job{}, false, fmt.Errorf("job %s: kind is %q, blob_id is %q", image["pk"].S, job.Kind, job.BlobID)
	}
	return job, true, nil
}
