package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"blobsight"
)

func testUpdate(t *testing.T, h *Harness) {
	other := newBlob(2)
	mustCreate(t, h, newBlob(1), other)
	b := recognized(newBlob(1))
	b.Callback = blobsight.Callback{
		Status: blobsight.CallbackExhausted, Attempts: 3, LastError: "answered 500", LastAt: epoch, NextAt: epoch.Add(time.Second), Replays: 2, Skipped: 1,
	}
	job := blobsight.Job{Kind: blobsight.JobNotify, BlobID: b.ID, Replay: 2, Priority: blobsight.PriorityLowest}
	if err := h.Store.Update(t.Context(), b, blobsight.StateAwaitingUpload, job); err != nil {
		t.Fatal(err)
	}
	wantBlob(t, h, b)
	wantBlob(t, h, other)
	wantJobs(t, h, job)

	b.Callback.Attempts++ // no move: the state stays, and no job follows
	if err := h.Store.Update(t.Context(), b, blobsight.StateRecognized); err != nil {
		t.Fatal(err)
	}
	wantBlob(t, h, b)
	wantJobs(t, h, job)
}

func testUpdateStateChanged(t *testing.T, h *Harness) {
	b := newBlob(1)
	mustCreate(t, h, b)
	err := h.Store.Update(t.Context(), recognized(b), blobsight.StateQueued, blobsight.Job{Kind: blobsight.JobNotify, BlobID: b.ID})
	wantError(t, err, blobsight.ErrStateChanged)
	wantBlob(t, h, b)
	wantJobs(t, h)
}

func testUpdateMissing(t *testing.T, h *Harness) {
	err := h.Store.Update(t.Context(), newBlob(1), blobsight.StateAwaitingUpload, blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id(1)})
	wantError(t, err, blobsight.ErrBlobNotFound)
	wantJobs(t, h)
}

// testUpdateRace: of many who want the same move, exactly one makes it.
func testUpdateRace(t *testing.T, h *Harness) {
	b := newBlob(1)
	mustCreate(t, h, b)
	queued := *b
	queued.State = blobsight.StateQueued
	job := blobsight.Job{Kind: blobsight.JobRecognize, BlobID: b.ID}
	errs := make([]error, 16)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = h.Store.Update(t.Context(), &queued, blobsight.StateAwaitingUpload, job) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, blobsight.ErrStateChanged) {
			t.Errorf("unexpected error: %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d updates won, want 1", won, len(errs))
	}
	wantJobs(t, h, job)
}

// testUpdateRollsBack: a blob does not move when its job cannot be queued.
func testUpdateRollsBack(t *testing.T, h *Harness) {
	b := newBlob(1)
	mustCreate(t, h, b)
	h.FailJobs()
	queued := *b
	queued.State = blobsight.StateQueued
	if err := h.Store.Update(t.Context(), &queued, b.State, blobsight.Job{Kind: blobsight.JobRecognize, BlobID: b.ID}); err == nil {
		t.Error("Update gave no error though its job was refused")
	}
	wantBlob(t, h, b)
}
