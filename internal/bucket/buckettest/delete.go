package buckettest

import "testing"

func testDelete(t *testing.T, h Harness) {
	if err := h.Bucket.Delete(t.Context(), newKey()); err != nil {
		t.Errorf("a missing image: %v", err)
	}

	kept, gone := h.store(t, picture(100, 1)), h.store(t, picture(100, 2))
	for range 2 { // the second time it is missing
		if err := h.Bucket.Delete(t.Context(), gone); err != nil {
			t.Error(err)
		}
		h.mustBeMissing(t, gone)
	}
	h.mustHold(t, kept, picture(100, 1))

	if status := h.upload(t, h.link(t, gone), picture(50, 3)); status/100 != 2 {
		t.Errorf("upload after the deletion: status %d", status)
	}
	h.mustHold(t, gone, picture(50, 3))
}
