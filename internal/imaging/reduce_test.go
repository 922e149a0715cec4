package imaging_test

import (
	"image"
	"testing"

	"blobsight/internal/imaging"
)

// TestReduceIsClose: the planes of a large picture, averaged in blocks, give
// its pixels give when each is converted to RGB first.
func TestReduceIsClose(t *testing.T) {
	t.Parallel()
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := waves(617, 491, ratio) // partial blocks at the ends
		for _, fit := range []imaging.Fit{imaging.FitCenter, imaging.FitSqueeze} {
			recipe := plain(16, fit)
			planes := levels(recipe.Tensor(decoded(m, imaging.Upright)))
			rows := levels(recipe.Tensor(decoded(rgbOf(m), imaging.Upright)))
			if worst, mean := difference(t, planes, rows); worst > 5 || mean > 0.9 { // blocks differ in size where chroma is coarse
				t.Errorf("%v, %s: largest difference %d, mean %.2f, want at most 5 and 0.9", ratio, fit, worst, mean)
			}
		}
	}
}

// TestNarrow: extreme shapes, where one side is reduced and the other is not.
func TestNarrow(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{X: 4000, Y: 16}, {X: 16, Y: 4000}, {X: 16, Y: 16}, {X: 3, Y: 1}} {
		m := waves(size.X, size.Y, image.YCbCrSubsampleRatio420)
		for _, fit := range []imaging.Fit{imaging.FitCenter, imaging.FitSqueeze} {
			for o := imaging.Upright; o <= 8; o++ {
				if got := len(plain(32, fit).Tensor(decoded(m, o))); got != 3*32*32 {
					t.Errorf("%v, %s, orientation %d: %d values", size, fit, o, got)
				}
			}
		}
	}
}
