package dynamo_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

// TestLateIndex: an index that lags behind shows no blob as it was, none twice and
// none that is gone, and the page is full nevertheless.
func TestLateIndex(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	store := b.store(t, dynamo.Config{})
	for n := range 4 {
		if err := store.Create(t.Context(), newBlob(n)); err != nil {
			t.Fatal(err)
		}
	}
	queued := newBlob(3)
	queued.State = blobsight.StateQueued
	if err := store.Update(t.Context(), queued, blobsight.StateAwaitingUpload); err != nil {
		t.Fatal(err)
	}
	var places []string // blob 9 is gone, blob 3 has moved
	for _, n := range []int{9, 3, 2, 1, 0} {
		places = append(places, fmt.Sprintf(`{"pk": {"S": "BLOB#%[1]s"}, "sk": {"S": "BLOB"}, "g1sk": {"S": "%[1]s"}}`, id(n)))
	}
	b.wire.set(func(operation string, request []byte) (int, string) {
		if operation != "Query" || !strings.Contains(string(request), "STATE#awaiting_upload") {
			return 0, ""
		}
		return 200, `{"Items": [` + strings.Join(places, ", ") + `], "Count": 5, "ScannedCount": 5}`
	})
	for _, c := range []struct {
		q    blobsight.Query
		want []string
	}{
		{blobsight.Query{State: blobsight.StateAwaitingUpload, Limit: 2}, []string{id(2), id(1)}},
		{blobsight.Query{State: blobsight.StateQueued}, []string{id(3)}},
		{blobsight.Query{}, []string{id(3), id(2), id(1), id(0)}},
	} {
		blobs, err := store.List(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, blob := range blobs {
			got = append(got, blob.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("List(%+v) = %v, want %v", c.q, got, c.want)
		}
	}
}

// TestNoRoom: what the table did not get to is asked for again, and a table that
// never gets to it is an error.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	store := b.store(t, dynamo.Config{})
	if err := store.Create(t.Context(), newBlob(1)); err != nil {
		t.Fatal(err)
	}
	turns := 2
	b.wire.set(func(operation string, request []byte) (int, string) {
		if turns--; operation != "BatchGetItem" || turns < 0 {
			turns++
			return 0, ""
		}
		var r struct{ RequestItems json.RawMessage }
		if err := json.Unmarshal(request, &r); err != nil {
			t.Error(err)
		}
		return 200, `{"Responses": {}, "UnprocessedKeys": ` + string(r.RequestItems) + `}`
	})
	if got, err := store.List(t.Context(), blobsight.Query{}); err != nil || len(got) != 1 || turns != 0 {
		t.Errorf("List = %v, %v", got, err)
	}
	turns = 1000
	if got, err := store.List(t.Context(), blobsight.Query{}); err == nil {
		t.Errorf("List of a table without room = %v", got)
	}
}
