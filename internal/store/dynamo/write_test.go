package dynamo_test

import (
	"errors"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

// canceled is DynamoDB's answer to a transaction that was canceled for these
// reasons, one of each action.
func canceled(reasons ...string) string {
	return `{"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Message": "Transaction cancelled",
		"CancellationReasons": [{"Code": "` + strings.Join(reasons, `"}, {"Code": "`) + `"}]}`
}

// TestConflict: a write that meets another one is made in the end.
func TestConflict(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	store := b.store(t, dynamo.Config{})
	blob := newBlob(1)
	if err := store.Create(t.Context(), blob); err != nil {
		t.Fatal(err)
	}
	answers := []string{canceled("TransactionConflict", "None"), canceled("None", "TransactionConflict"), `{"__type": "x#TransactionInProgressException"}`}
	b.wire.set(func(operation string, _ []byte) (int, string) {
		if operation != "TransactWriteItems" || len(answers) == 0 {
			return 0, ""
		}
		answer := answers[0]
		answers = answers[1:]
		return 400, answer
	})
	blob.State = blobsight.StateQueued
	if err := store.Update(t.Context(), blob, blobsight.StateAwaitingUpload, blobsight.Job{Kind: blobsight.JobRecognize, BlobID: blob.ID}); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Get(t.Context(), blob.ID); err != nil || got.State != blobsight.StateQueued || len(answers) != 0 {
		t.Errorf("the blob is %+v (%v), and %d answers are left", got, err, len(answers))
	}
}

// TestRefusals: what no other attempt would mend is not tried again, and a lost
// move is told apart from a missing blob even if others were writing the job.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]error{
		canceled("ConditionalCheckFailed", "TransactionConflict"): blobsight.ErrBlobNotFound, // no item comes with it
		canceled("None", "ValidationError"):                       nil,
		`{"__type": "x#AccessDeniedException"}`:                   nil,
	} {
		b := newBench(t)
		store, asked := b.store(t, dynamo.Config{}), 0
		b.wire.set(func(string, []byte) (int, string) {
			asked++
			return 400, answer
		})
		err := store.Update(t.Context(), newBlob(1), blobsight.StateQueued, blobsight.Job{Kind: blobsight.JobNotify, BlobID: id(1)})
		if err == nil || want != nil && !errors.Is(err, want) || want == nil && blobsight.KindOf(err) != blobsight.KindInternal || asked != 1 {
			t.Errorf("after %s (asked %d times): %v", answer, asked, err)
		}
		b.wire.set(nil)
	}
}
