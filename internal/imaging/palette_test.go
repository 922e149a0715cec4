package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"blobsight/internal/imaging"
)

// TestDominantColors: half red, half blue.
func TestDominantColors(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{X: 200, Y: 100}, {X: 2000, Y: 1000}, {X: 2, Y: 1}} {
		img := filled(size.X, size.Y, color.NRGBA{R: 255, A: 255})
		draw.Draw(img, image.Rect(size.X/2, 0, size.X, size.Y), image.NewUniform(color.NRGBA{B: 255, A: 255}), image.Point{}, draw.Src)
		got := measure(img).DominantColors
		if len(got) != 2 {
			t.Fatalf("%v: colors %+v, want two", size, got)
		}
		found := map[string]string{}
		for _, c := range got {
			near(t, c.CSSColor, c.PixelPercent, 50, 0.3)
			found[c.CSSColor] = c.SimplifiedColor
		}
		if found["red"] != "red" || found["blue"] != "blue" {
			t.Errorf("%v: colors %+v, want red and blue", size, got)
		}
	}
}

// TestDominantColorsAreSorted: the largest first, and never more than wanted.
func TestDominantColorsAreSorted(t *testing.T) {
	t.Parallel()
	img := filled(100, 100, color.White)
	top := 0
	for rows, c := range map[int]color.NRGBA{
		5:  {R: 255, G: 165, A: 255},
		10: {R: 0x80, B: 0x80, A: 255},
		20: {G: 128, A: 255},
		25: {R: 20, G: 20, B: 22, A: 255},
	} {
		draw.Draw(img, image.Rect(0, top, 100, top+rows), image.NewUniform(c), image.Point{}, draw.Src)
		top += rows
	}
	want := []string{"white", "black", "green", "purple", "orange"}
	shares := []float64{40, 25, 20, 10, 5}
	for most := range 7 {
		got := imaging.NewThumbnail(decoded(img, imaging.Upright)).Measure(most).DominantColors
		if len(got) != min(most, len(want)) {
			t.Fatalf("at most %d: %+v", most, got)
		}
		for i, c := range got {
			if c.CSSColor != want[i] || c.SimplifiedColor != want[i] {
				t.Errorf("color %d is %+v, want %s", i, c, want[i])
			}
			near(t, c.CSSColor, c.PixelPercent, shares[i], 0.001)
		}
	}
	if got := imaging.NewThumbnail(decoded(img, imaging.Upright)).Measure(-1).DominantColors; len(got) != 0 {
		t.Errorf("at most -1: %+v", got)
	}
}

// TestDominantColorsGather: noise around two colors is two colors, of their
// mean, and a speck is none.
func TestDominantColorsGather(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 200, 200))
	for y := range 200 {
		for x := range 200 {
			noise := uint8((x*7 + y*13) % 9)
			c := color.NRGBA{R: 131 + noise, G: 206, B: 231 + noise, A: 255}
			if y >= 150 {
				c = color.NRGBA{R: 34, G: 135 + noise, B: 34, A: 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	draw.Draw(img, image.Rect(10, 10, 20, 20), image.NewUniform(color.NRGBA{R: 255, A: 255}), image.Point{}, draw.Src)
	got := measure(img).DominantColors
	if len(got) != 2 || got[0].CSSColor != "skyblue" || got[1].CSSColor != "forestgreen" {
		t.Fatalf("colors %+v, want skyblue and forestgreen", got)
	}
	near(t, "the sky", got[0].PixelPercent, 74.75, 0.001)
	near(t, "the wood", got[1].PixelPercent, 25, 0.001)
	near(t, "red of the sky", float64(got[0].Red), 135, 1)
	near(t, "green of the wood", float64(got[1].Green), 139, 1)
}
