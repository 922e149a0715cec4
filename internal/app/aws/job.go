package aws

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"blobsight"
)

// job is a job in a message.
type job struct {
	Kind   blobsight.JobKind `json:"kind"`
	BlobID string            `json:"blob_id"`
	Replay int               `json:"replay,omitempty"`
}

func encodeJob(j blobsight.Job) (string, error) {
	body, err := json.Marshal(job{j.Kind, j.BlobID, j.Replay})
	return string(body), err
}

func decodeJob(body string) (blobsight.Job, error) {
	var j job
	if err := json.Unmarshal([]byte(body), &j); err != nil {
		return blobsight.Job{}, fmt.Errorf("message is no job: %w", err)
	}
	if !slices.Contains([]blobsight.JobKind{blobsight.JobNotify, blobsight.JobCleanUp}, j.Kind) || j.BlobID == "" {
		return blobsight.Job{}, fmt.Errorf("message is no job: kind is %q, blob_id is %q", j.Kind, j.BlobID)
	}
	return blobsight.Job{Kind: j.Kind, BlobID: j.BlobID, Replay: j.Replay}, nil
}

// letter is a dead letter: what nobody tries again by himself, and why.
type letter struct {
	Reason   string                 `json:"reason"`
	Message  string                 `json:"message,omitempty"` // that was not understood
	BlobID   string                 `json:"blob_id,omitempty"` // whose callback is exhausted
	Attempts int                    `json:"attempts,omitempty"`
	Class    blobsight.FailureClass `json:"class,omitempty"` // of the last attempt
}

func (q *queue) sendLetter(ctx context.Context, l letter) error {
	body, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return q.send(ctx, string(body), 0)
}
