package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

func testDelete(t *testing.T, h *Harness) {
	other := newBlob(2)
	mustCreate(t, h, newBlob(1), other)
	job := blobsight.Job{Kind: blobsight.JobCleanUp, BlobID: id(1)}
	if err := h.Store.Delete(t.Context(), id(1), job); err != nil {
		t.Fatal(err)
	}
	_, err := h.Store.Get(t.Context(), id(1))
	wantError(t, err, blobsight.ErrBlobNotFound)
	wantBlob(t, h, other)
	wantJobs(t, h, job)
}

func testDeleteMissing(t *testing.T, h *Harness) {
	err := h.Store.Delete(t.Context(), id(1), blobsight.Job{Kind: blobsight.JobCleanUp, BlobID: id(1)})
	wantError(t, err, blobsight.ErrBlobNotFound)
	wantJobs(t, h)
}

func testDeleteRollsBack(t *testing.T, h *Harness) {
	b := newBlob(1)
	mustCreate(t, h, b)
	h.FailJobs()
	if err := h.Store.Delete(t.Context(), b.ID, blobsight.Job{Kind: blobsight.JobCleanUp, BlobID: b.ID}); err == nil {
		t.Error("Delete gave no error though its job was refused")
	}
	wantBlob(t, h, b)
}

func testCountByState(t *testing.T, h *Harness) {
	mustCreate(t, h, newBlob(1), newBlob(2), recognized(newBlob(3)))
	got, err := h.Store.CountByState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[blobsight.State]int64{blobsight.StateAwaitingUpload: 2, blobsight.StateRecognized: 1}
	for state, n := range got {
		if n == 0 {
			delete(got, state)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
