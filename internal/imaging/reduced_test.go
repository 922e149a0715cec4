package imaging_test

import (
	"image"
	"image/color"
	"testing"

	"blobsight/internal/imaging"
)

// eighths scales a picture as a JPEG decoder does that decodes at k eighths:
// rounded up, so that the last pixels stand for a part. Each pixel is the mean
// of what it covers.
func eighths(img *image.NRGBA, k int) *image.NRGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, (w*k+7)/8, (h*k+7)/8))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sums [3]int
			n := 0
			for v := 8 * y; v < min(8*y+8, k*h); v++ { // in eighths of a pixel
				for u := 8 * x; u < min(8*x+8, k*w); u++ {
					c := img.NRGBAAt(u/k, v/k)
					sums[0], sums[1], sums[2] = sums[0]+int(c.R), sums[1]+int(c.G), sums[2]+int(c.B)
					n++
				}
			}
			out.SetNRGBA(x, y, color.NRGBA{R: uint8(sums[0] / n), G: uint8(sums[1] / n), B: uint8(sums[2] / n), A: 255})
		}
	}
	return out
}

// smooth is a picture without detail that a smaller one could lose.
func smooth(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{R: uint8(250 * x / w), G: uint8(250 * y / h), B: uint8(250 * (x + h - y) / (w + h)), A: 255})
		}
	}
	return img
}

// TestReducedByDecoder: a picture that the decoder gave at a part of its size
// lies where the whole one does, in every fit, orientation and filter.
func TestReducedByDecoder(t *testing.T) {
	t.Parallel()
	whole := smooth(403, 301)
	for o := imaging.Upright; o <= 8; o++ {
		img := stored(whole, o)
		for _, k := range []int{1, 2, 4, 7} {
			p := decoded(eighths(img, k), o)
			p.Width, p.Height = 403, 301
			for _, recipe := range shapes() {
				if need := recipe.Needs(403, 301); 403*k/8 < need.X || 301*k/8 < need.Y {
					continue
				}
				got, want := levels(recipe.Tensor(p)), levels(recipe.Tensor(decoded(img, o)))
				if worst, mean := difference(t, got, want); worst > 4 || mean > 1.5 {
					t.Errorf("%+v at %d eighths, orientation %d: largest difference %d, mean %.2f, want at most 4 and 1.5", recipe, k, o, worst, mean)
				}
			}
		}
	}
}
