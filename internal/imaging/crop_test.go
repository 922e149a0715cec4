package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"blobsight/internal/imaging"
)

// TestCrop: a picture of three stripes; the center shows the middle one only,
// squeezed all three are there.
func TestCrop(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 300, 100))
	for i, c := range []color.NRGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}} {
		draw.Draw(img, image.Rect(100*i, 0, 100*i+100, 100), image.NewUniform(c), image.Point{}, draw.Src)
	}
	center := levels(plain(20, imaging.FitCenter).Tensor(decoded(img, imaging.Upright)))
	for x := 1; x < 19; x++ {
		if got := [3]int(center[3*x : 3*x+3]); got != [3]int{0, 255, 0} {
			t.Errorf("center, column %d: %v, want green", x, got)
		}
	}
	squeezed := levels(plain(20, imaging.FitSqueeze).Tensor(decoded(img, imaging.Upright)))
	for x, want := range map[int][3]int{1: {255, 0, 0}, 10: {0, 255, 0}, 18: {0, 0, 255}} {
		if got := [3]int(squeezed[3*x : 3*x+3]); got != want {
			t.Errorf("squeezed, column %d: %v, want %v", x, got, want)
		}
	}
}
