package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

func testKeys(t *testing.T, h *Harness) {
	first, _ := blobsight.NewKey("first", epoch)
	second, _ := blobsight.NewKey("second", epoch.Add(time.Second))
	for _, k := range []*blobsight.Key{second, first} {
		if err := h.Store.CreateKey(t.Context(), k); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Store.CreateKey(t.Context(), first); err == nil {
		t.Error("CreateKey with an id that exists gave no error")
	}
	first.RevokedAt = epoch.Add(time.Hour)
	for _, at := range []time.Time{first.RevokedAt, first.RevokedAt.Add(time.Hour)} { // the second changes nothing
		if err := h.Store.RevokeKey(t.Context(), first.ID, at); err != nil {
			t.Fatal(err)
		}
	}
	got, err := h.Store.ListKeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*blobsight.Key{first, second}, got); diff != "" {
		t.Errorf("ListKeys (-want +got):\n%s", diff)
	}
}

func testRevokeMissing(t *testing.T, h *Harness) {
	wantError(t, h.Store.RevokeKey(t.Context(), "bsk_nothere", epoch), blobsight.ErrKeyNotFound)
}
