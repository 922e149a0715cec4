package storetest

import (
	"strings"
	"testing"

	"blobsight"
)

func testCreate(t *testing.T, h *Harness) {
	plain, full := newBlob(1), recognized(newBlob(2))
	silent := newBlob(3)
	silent.CallbackURL, silent.Callback.Status = "", blobsight.CallbackNone
	mustCreate(t, h, plain, full, silent)
	for _, b := range []*blobsight.Blob{plain, full, silent} {
		wantBlob(t, h, b)
	}
	wantJobs(t, h)
}

func testCreateTwice(t *testing.T, h *Harness) {
	b := newBlob(1)
	mustCreate(t, h, b)
	other := newBlob(1)
	other.CallbackURL = "https://other.example.com/"
	if err := h.Store.Create(t.Context(), other); err == nil {
		t.Error("Create with an id that exists gave no error")
	}
	wantBlob(t, h, b)
}

func testGetMissing(t *testing.T, h *Harness) {
	mustCreate(t, h, newBlob(1))
	for _, id := range []string{id(2), "", "no id at all", "' OR 1=1 --", "%", strings.Repeat("x", 5000)} {
		_, err := h.Store.Get(t.Context(), id)
		wantError(t, err, blobsight.ErrBlobNotFound)
	}
}
