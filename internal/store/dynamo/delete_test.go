package dynamo_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

// attempt writes the next attempt of a callback into the log.
func attempt(t *testing.T, store *dynamo.Store, b *blobsight.Blob) error {
	t.Helper()
	b.Callback.Attempts++
	b.Callback.LastAt = epoch.Add(time.Duration(b.Callback.Attempts) * time.Minute)
	return store.RecordDelivery(t.Context(), b, &blobsight.Delivery{
		BlobID: b.ID, Attempt: b.Callback.Attempts, At: b.Callback.LastAt, Outcome: blobsight.OutcomeFailed, Class: blobsight.FailureStatus,
	})
}

// fill gives a blob that is still to be created a log of so many attempts.
func (b *bench) fill(t *testing.T, blob *blobsight.Blob, attempts int) {
	t.Helper()
	var requests []types.WriteRequest
	for n := range attempts {
		requests = append(requests, types.WriteRequest{PutRequest: &types.PutRequest{Item: map[string]types.AttributeValue{
			"pk":      &types.AttributeValueMemberS{Value: "BLOB#" + blob.ID},
			"sk":      &types.AttributeValueMemberS{Value: fmt.Sprintf("DELIVERY#%06d", n+1)},
			"attempt": &types.AttributeValueMemberN{Value: strconv.Itoa(n + 1)},
		}}})
	}
	for batch := range slices.Chunk(requests, 25) {
		out, err := b.client.BatchWriteItem(t.Context(), &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{b.table: batch}})
		if err != nil || len(out.UnprocessedItems) > 0 {
			t.Fatal(out, err)
		}
	}
	blob.Callback.Attempts = attempts
}

// TestDeleteCutOff: what a long log leaves behind when the program dies is not
// seen, and goes when the blob is deleted again.
func TestDeleteCutOff(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	store, blob := b.store(t, dynamo.Config{}), finished(newBlob(1))
	b.fill(t, blob, 129)
	if err := store.Create(t.Context(), blob); err != nil {
		t.Fatal(err)
	}
	if err := attempt(t, store, blob); err != nil {
		t.Fatal(err)
	}
	b.wire.set(func(operation string, _ []byte) (int, string) {
		if operation == "BatchWriteItem" {
			return 400, `{"__type": "x#AccessDeniedException"}`
		}
		return 0, ""
	})
	job := blobsight.Job{Kind: blobsight.JobCleanUp, BlobID: blob.ID}
	if err := store.Delete(t.Context(), blob.ID, job); err == nil || errors.Is(err, blobsight.ErrBlobNotFound) {
		t.Errorf("Delete that is cut off: %v", err)
	}
	b.wire.set(nil)
	if _, err := store.Get(t.Context(), blob.ID); !errors.Is(err, blobsight.ErrBlobNotFound) {
		t.Errorf("Get: %v", err)
	}
	if log, err := store.BlobDeliveries(t.Context(), blob.ID, 1000); err != nil || len(log) != 0 {
		t.Errorf("%d lines of a deleted blob are seen (%v)", len(log), err)
	}
	if log, err := store.LastDeliveries(t.Context(), blobsight.DeliveryQuery{}); err != nil || len(log) != 0 {
		t.Errorf("%d last lines of a deleted blob are seen (%v)", len(log), err)
	}
	if n := len(b.items(t, "BLOB#"+blob.ID)); n != 32 { // 1 blob, 1 job and 98 lines went
		t.Errorf("%d items are left, want 32", n)
	}
	if err := store.Delete(t.Context(), blob.ID, job); !errors.Is(err, blobsight.ErrBlobNotFound) {
		t.Errorf("Delete again: %v", err)
	}
	if n := len(b.items(t, "BLOB#"+blob.ID)); n != 0 {
		t.Errorf("%d items are left, want none", n)
	}
	if jobs := b.jobs(t); len(jobs) != 1 || jobs[0] != job {
		t.Errorf("jobs are %v", jobs)
	}
}

// TestDeleteRace: attempts that are written down meanwhile leave nothing behind.
func TestDeleteRace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	store, blob := b.store(t, dynamo.Config{}), finished(newBlob(1))
	if err := store.Create(t.Context(), blob); err != nil {
		t.Fatal(err)
	}
	began := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := range 40 {
			if n == 5 {
				close(began)
			}
			if err := attempt(t, store, blob); err != nil {
				if !errors.Is(err, blobsight.ErrBlobNotFound) {
					t.Error(err)
				}
				return
			}
		}
	})
	<-began
	if err := store.Delete(t.Context(), blob.ID); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if items := b.items(t, "BLOB#"+blob.ID); len(items) != 0 {
		t.Errorf("%d items are left", len(items))
	}
}
