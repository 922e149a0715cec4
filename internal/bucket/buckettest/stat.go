package buckettest

import "testing"

func testStat(t *testing.T, h Harness) {
	h.mustBeMissing(t, newKey())
	for _, size := range []int{0, 1, 12_345} {
		key := h.store(t, picture(size, 1))
		got, err := h.Bucket.Stat(t.Context(), key)
		if err != nil || got != int64(size) {
			t.Errorf("stat = %d, %v, want %d", got, err, size)
		}
	}
}
