package dynamo_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

// epoch is the time of the first blob.
var epoch = time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)

func id(n int) string { return fmt.Sprintf("019b7c3e-0000-7000-8000-%012d", n) }

// newBlob is the n-th blob as it is made.
func newBlob(n int) *blobsight.Blob {
	return &blobsight.Blob{
		ID: id(n), State: blobsight.StateAwaitingUpload, CallbackURL: "https://example.com/hook",
		CreatedAt: epoch.Add(time.Duration(n) * time.Second), ExpiresAt: epoch.Add(time.Duration(n)*time.Second + 30*time.Minute),
		Labels: []blobsight.Label{}, Callback: blobsight.Callback{Status: blobsight.CallbackPending},
	}
}

// finished is b in a final state.
func finished(b *blobsight.Blob) *blobsight.Blob {
	b.State, b.FinishedAt = blobsight.StateExpired, b.ExpiresAt
	return b
}

// items reads a partition of the table.
func (b *bench) items(t *testing.T, partition string) []map[string]types.AttributeValue {
	t.Helper()
	where := "pk = :pk"
	out, err := b.client.Query(t.Context(), &dynamodb.QueryInput{
		TableName: &b.table, KeyConditionExpression: &where,
		ExpressionAttributeValues: map[string]types.AttributeValue{":pk": &types.AttributeValueMemberS{Value: partition}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Items
}

// TestRetention: a blob may go some time after its final state, and its log with it.
func TestRetention(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	store, blob := b.store(t, dynamo.Config{Retention: 30 * 24 * time.Hour}), newBlob(1)
	if err := store.Create(t.Context(), blob); err != nil {
		t.Fatal(err)
	}
	if ttl := b.items(t, "BLOB#"+blob.ID)[0]["ttl"]; ttl != nil {
		t.Errorf("a blob that is not final may go at %v", ttl)
	}
	if err := store.Update(t.Context(), finished(blob), blobsight.StateAwaitingUpload); err != nil {
		t.Fatal(err)
	}
	if err := attempt(t, store, blob); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(blob.FinishedAt.Add(30*24*time.Hour + time.Second).Unix()) // not before
	items := b.items(t, "BLOB#"+blob.ID)
	for _, item := range items {
		if ttl, ok := item["ttl"].(*types.AttributeValueMemberN); !ok || ttl.Value != want {
			t.Errorf("%v may go at %v, want %s", item["sk"], item["ttl"], want)
		}
	}
	if len(items) != 2 {
		t.Errorf("%d items, want the blob and a line of its log", len(items))
	}
}

// TestConfig: what is missing is named.
func TestConfig(t *testing.T) {
	t.Parallel()
	if _, err := dynamo.New(dynamo.Config{Retention: -1}); err == nil {
		t.Error("New without anything gave no error")
	}
}
