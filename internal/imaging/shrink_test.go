package imaging_test

import (
	"image"
	"image/color"
	"testing"

	"blobsight/internal/imaging"
)

// TestShrinkDoesNotAlias: a pattern finer than the result becomes an even gray,
// at every scale, with and without whole blocks averaged first.
func TestShrinkDoesNotAlias(t *testing.T) {
	t.Parallel()
	for _, size := range []int{100, 165, 333, 1000} {
		img := image.NewGray(image.Rect(0, 0, size, size))
		for y := range size {
			for x := range size {
				img.SetGray(x, y, color.Gray{Y: uint8((x + y) % 2 * 255)})
			}
		}
		for i, v := range levels(plain(16, imaging.FitSqueeze).Tensor(decoded(img, imaging.Upright))) {
			if v < 122 || v > 133 {
				t.Fatalf("checkerboard of %d pixels: value %d is %d, want about 127", size, i, v)
			}
		}
	}
}

// TestShrinkEdges: a line at the very edge counts too.
func TestShrinkEdges(t *testing.T) {
	t.Parallel()
	img := image.NewGray(image.Rect(0, 0, 640, 640))
	for i := range 640 {
		for j := range 20 {
			img.SetGray(639-j, i, color.Gray{Y: 255})
		}
	}
	got := levels(plain(16, imaging.FitSqueeze).Tensor(decoded(img, imaging.Upright)))
	if first, last := got[0], got[3*15]; first != 0 || last < 60 {
		t.Errorf("left edge %d, right edge %d, want 0 and at least 60", first, last)
	}
}
