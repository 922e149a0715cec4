package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

func testListEmpty(t *testing.T, h *Harness) {
	got, err := h.Store.List(t.Context(), blobsight.Query{})
	if err != nil || len(got) != 0 {
		t.Errorf("List of an empty store: %v, %v", got, err)
	}
}

func testListPages(t *testing.T, h *Harness) {
	for n := range 105 {
		mustCreate(t, h, newBlob(n))
	}
	first := list(t, h, blobsight.Query{})
	if len(first) != 100 || first[0] != id(104) || first[99] != id(5) {
		t.Fatalf("first page has %d blobs, from %s to %s", len(first), first[0], first[len(first)-1])
	}
	want := []string{id(4), id(3), id(2)}
	if diff := cmp.Diff(want, list(t, h, blobsight.Query{Before: id(5), Limit: 3})); diff != "" {
		t.Errorf("second page (-want +got):\n%s", diff)
	}
	if rest := list(t, h, blobsight.Query{Before: id(0)}); len(rest) != 0 {
		t.Errorf("after the oldest: %v", rest)
	}
}

func testListFilters(t *testing.T, h *Harness) {
	done := recognized(newBlob(2))
	mustCreate(t, h, newBlob(1), done, newBlob(3), newBlob(4))
	for _, c := range []struct {
		name  string
		query blobsight.Query
		want  []string
	}{
		{"state", blobsight.Query{State: blobsight.StateRecognized}, []string{id(2)}},
		{"state and page", blobsight.Query{State: blobsight.StateAwaitingUpload, Before: id(4), Limit: 1}, []string{id(3)}},
		{"other state", blobsight.Query{State: blobsight.StateFailed}, []string{}},
		{"all states", blobsight.Query{}, []string{id(4), id(3), id(2), id(1)}},
		{"all states, page", blobsight.Query{Before: id(4), Limit: 2}, []string{id(3), id(2)}},
		{"expired in any state", blobsight.Query{ExpiresBefore: newBlob(4).ExpiresAt}, []string{id(1), id(2), id(3)}},
		{"expired, page", blobsight.Query{ExpiresBefore: newBlob(4).ExpiresAt, Before: id(3), Limit: 1}, []string{id(1)}},
		{"expired", blobsight.Query{State: blobsight.StateAwaitingUpload, ExpiresBefore: newBlob(4).ExpiresAt}, []string{id(1), id(3)}},
		{"expired, just not yet", blobsight.Query{ExpiresBefore: newBlob(1).ExpiresAt}, []string{}},
		{"expired, just so", blobsight.Query{ExpiresBefore: newBlob(1).ExpiresAt.Add(time.Millisecond)}, []string{id(1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, list(t, h, c.query)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	all, err := h.Store.List(t.Context(), blobsight.Query{State: blobsight.StateRecognized})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*blobsight.Blob{done}, all); diff != "" {
		t.Errorf("a listed blob is not whole (-want +got):\n%s", diff)
	}
}

func list(t *testing.T, h *Harness, q blobsight.Query) []string {
	t.Helper()
	blobs, err := h.Store.List(t.Context(), q)
	if err != nil {
		t.Fatalf("List(%+v): %v", q, err)
	}
	ids := []string{}
	for _, b := range blobs {
		ids = append(ids, b.ID)
	}
	return ids
}
