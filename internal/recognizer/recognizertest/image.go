package recognizertest

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// testImage: the picture is described as it was sent, its size as it stands
// upright.
func testImage(t *testing.T, r blobsight.Recognizer) {
	rotated := WithOrientation(encode(t, "jpeg", scene(120, 90, 0)), 6)
	for name, c := range map[string]struct {
		file   []byte
		format string
		w, h   int
	}{
		"JPEG":         {encode(t, "jpeg", scene(120, 90, 0)), "jpeg", 120, 90},
		"PNG":          {encode(t, "png", scene(33, 200, 1)), "png", 33, 200},
		"GIF":          {encode(t, "gif", scene(64, 64, 2)), "gif", 64, 64},
		"rotated JPEG": {rotated, "jpeg", 90, 120},
		"smallest":     {encode(t, "png", scene(16, 16, 0)), "png", 16, 16},
	} {
		sum := sha256.Sum256(c.file)
		want := blobsight.Image{Format: c.format, Width: c.w, Height: c.h, Bytes: int64(len(c.file)), SHA256: hex.EncodeToString(sum[:])}
		got := recognize(t, r, c.file, everything())
		if diff := cmp.Diff(want, got.Image); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
