package imaging_test

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"blobsight/internal/imaging"
)

// ramp goes from dark to light, left to right, over n pixels in the middle.
func ramp(n int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 200, 50))
	for y := range 50 {
		for x := range 200 {
			part := min(max(float64(x-100+n/2)/float64(n), 0), 1)
			img.SetGray(x, y, color.Gray{Y: uint8(60 + 120*part)})
		}
	}
	return img
}

// TestSharpnessOfEdges: the number is what the width of an edge says, however
// strong the edge is.
func TestSharpnessOfEdges(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]float64{1: 100, 3: 75, 5: 50} {
		near(t, "sharpness", measure(ramp(n)).Sharpness, want, 6)
	}
	if got := measure(ramp(40)).Sharpness; got > 10 {
		t.Errorf("a soft edge has sharpness %.1f", got)
	}
}

// blurred is the mean over a square that reaches so far to each side.
func blurred(img *image.NRGBA, reach int) *image.NRGBA {
	size := img.Rect.Size()
	out := image.NewNRGBA(img.Rect)
	for y := range size.Y {
		for x := range size.X {
			var sums [3]int
			n := 0
			for v := max(y-reach, 0); v <= min(y+reach, size.Y-1); v++ {
				for u := max(x-reach, 0); u <= min(x+reach, size.X-1); u++ {
					c := img.NRGBAAt(u, v)
					sums[0], sums[1], sums[2] = sums[0]+int(c.R), sums[1]+int(c.G), sums[2]+int(c.B)
					n++
				}
			}
			out.SetNRGBA(x, y, color.NRGBA{R: uint8(sums[0] / n), G: uint8(sums[1] / n), B: uint8(sums[2] / n), A: 255})
		}
	}
	return out
}

// TestSharpnessFallsWithBlur: the more blur, the less sharp, down to little.
func TestSharpnessFallsWithBlur(t *testing.T) {
	t.Parallel()
	img := filled(240, 160, color.Gray{Y: 90})
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 { // blocks of gray: edges of all strengths
		c, at := color.Gray{Y: uint8(random.IntN(256))}, image.Pt(random.IntN(240), random.IntN(160))
		for y := range 30 {
			for x := range 40 {
				if p := at.Add(image.Pt(x, y)); p.In(img.Rect) {
					img.Set(p.X, p.Y, c)
				}
			}
		}
	}
	last := 101.0
	for _, reach := range []int{0, 1, 2, 3, 4, 6, 8, 12} {
		got := measure(blurred(img, reach)).Sharpness
		t.Logf("blurred over %d pixels: %.1f", 2*reach+1, got)
		if got >= last {
			t.Errorf("blurred over %d pixels the sharpness is %.1f, before it was %.1f", 2*reach+1, got, last)
		}
		last = got
	}
	if last > 20 {
		t.Errorf("the most blurred picture has sharpness %.1f", last)
	}
	if p := imaging.NewThumbnail(decoded(img, imaging.Upright)).Measure(0); p.Sharpness < 90 {
		t.Errorf("hard edges have sharpness %.1f", p.Sharpness)
	}
}
