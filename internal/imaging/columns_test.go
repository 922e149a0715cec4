package imaging_test

import (
	"image"
	"image/color"
	"testing"

	"blobsight/internal/imaging"
)

// TestBlocksAreMeans: where the result is exactly a block a pixel, it is the
// mean of the block, for few and many rows and for widths that are not whole
// words.
func TestBlocksAreMeans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ columns, rows, kx, ky int }{
		{8, 8, 2, 2}, {9, 5, 2, 2}, {9, 7, 3, 2}, {5, 4, 4, 4}, {13, 3, 5, 1}, {4, 2, 1, 300}, {4, 2, 7, 700}, {1, 1, 40, 3},
	} {
		// At four times the result, reduce does all and shrinking averages
		// four by four; so each pixel of the result is given 4 x 4 equal blocks.
		w, h := c.columns*4*c.kx, c.rows*4*c.ky
		gray, rgb := image.NewGray(image.Rect(0, 0, w, h)), image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				v := uint8(0)
				if (x%c.kx+y%c.ky)%2 == 0 {
					v = 255
				}
				gray.SetGray(x, y, color.Gray{Y: v})
				rgb.SetNRGBA(x, y, color.NRGBA{R: v, G: v / 2, B: 255 - v, A: 255})
			}
		}
		share := float64((c.kx*c.ky+1)/2) / float64(c.kx*c.ky)
		recipe := imaging.Recipe{Width: c.columns, Height: c.rows, Fit: imaging.FitSqueeze, Std: plain(1, "").Std}
		for i, v := range levels(recipe.Tensor(decoded(gray, imaging.Upright))) {
			if d := float64(v) - 255*share; d < -1 || d > 1 {
				t.Fatalf("%+v: value %d is %d, want %.1f", c, i, v, 255*share)
			}
		}
		got := levels(recipe.Tensor(decoded(rgb, imaging.Upright)))
		for i, want := range []float64{255 * share, 127 * share, 255 - 255*share} {
			if d := float64(got[i]) - want; d < -1 || d > 1 {
				t.Fatalf("%+v: channel %d is %d, want %.1f", c, i, got[i], want)
			}
		}
	}
}

// TestHalvedPlanes: two times two samples of a plane, whole words and rests,
// an odd last row and column included, are what single pixels give.
func TestHalvedPlanes(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{X: 160, Y: 160}, {X: 162, Y: 161}, {X: 175, Y: 163}, {X: 190, Y: 190}} {
		m := waves(size.X, size.Y, image.YCbCrSubsampleRatio444)
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = 128, 128
		}
		recipe := plain(20, imaging.FitSqueeze)
		planes := levels(recipe.Tensor(decoded(m, imaging.Upright)))
		rows := levels(recipe.Tensor(decoded(hidden{m}, imaging.Upright)))
		if worst, _ := difference(t, planes, rows); worst > 0 {
			t.Errorf("%v: largest difference %d, want none", size, worst)
		}
	}
}
