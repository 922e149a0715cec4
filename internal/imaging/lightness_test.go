package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

// TestBrightness: known levels of gray. L* of 119 is 50, and green looks
// brighter than blue.
func TestBrightness(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		color color.Color
		want  float64
	}{
		{color.Black, 0},
		{color.White, 100},
		{color.Gray{Y: 119}, 50.03},
		{color.Gray{Y: 3}, 0.82},
		{color.NRGBA{R: 255, A: 255}, 53.24},
		{color.NRGBA{G: 255, A: 255}, 87.73},
		{color.NRGBA{B: 255, A: 255}, 32.30},
	} {
		p := measure(filled(40, 30, c.color))
		near(t, "brightness", p.Brightness, c.want, 0.07)
		near(t, "contrast", p.Contrast, 0, 0.001)
		near(t, "sharpness", p.Sharpness, 0, 0)
	}
}

// TestContrast: half black and half white is all there is; nearer grays have
// less, and a darker picture is less bright.
func TestContrast(t *testing.T) {
	t.Parallel()
	halves := func(left, right uint8) *image.NRGBA {
		img := filled(200, 100, color.Gray{Y: left})
		draw.Draw(img, image.Rect(100, 0, 200, 100), image.NewUniform(color.Gray{Y: right}), image.Point{}, draw.Src)
		return img
	}
	most, some, dark := measure(halves(0, 255)), measure(halves(100, 200)), measure(halves(20, 40))
	near(t, "contrast of black and white", most.Contrast, 100, 0.001)
	near(t, "brightness of black and white", most.Brightness, 50, 0.001)
	if !(some.Contrast > 5 && some.Contrast < 50) {
		t.Errorf("contrast of two grays is %.1f", some.Contrast)
	}
	if dark.Brightness >= some.Brightness || dark.Contrast >= some.Contrast {
		t.Errorf("the darker picture measures %+v, the other %+v", dark, some)
	}
}
