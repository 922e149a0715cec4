package imaging_test

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"os"
	"path/filepath"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
)

// filled is a picture of one color.
func filled(w, h int, c color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// measure measures an upright picture.
func measure(img image.Image) *blobsight.Properties {
	return imaging.NewThumbnail(decoded(img, imaging.Upright)).Measure(10)
}

// near fails unless got is want, give or take.
func near(t *testing.T, what string, got, want, give float64) {
	t.Helper()
	if !(math.Abs(got-want) <= give) {
		t.Errorf("%s is %.2f, want %.2f within %.2f", what, got, want, give)
	}
}

// TestMeasureOrientations: the numbers are those of the upright picture.
func TestMeasureOrientations(t *testing.T) {
	t.Parallel()
	upright := quarters(900, 640)
	draw.Draw(upright, image.Rect(700, 400, 900, 640), synthetic(200, 240), image.Point{}, draw.Src)
	want := imaging.NewThumbnail(decoded(upright, imaging.Upright)).Measure(4) // the four large ones: specks may come and go
	for o := imaging.Orientation(2); o <= 8; o++ {
		got := imaging.NewThumbnail(decoded(stored(upright, o), o)).Measure(4)
		near(t, "sharpness", got.Sharpness, want.Sharpness, 0.5)
		near(t, "brightness", got.Brightness, want.Brightness, 0.1)
		near(t, "contrast", got.Contrast, want.Contrast, 0.1)
		if len(got.DominantColors) != len(want.DominantColors) {
			t.Fatalf("orientation %d: colors %v, want %v", o, got.DominantColors, want.DominantColors)
		}
		for i, c := range got.DominantColors {
			if c.CSSColor != want.DominantColors[i].CSSColor {
				t.Errorf("orientation %d: color %d is %s, want %s", o, i, c.CSSColor, want.DominantColors[i].CSSColor)
			}
			near(t, c.CSSColor, c.PixelPercent, want.DominantColors[i].PixelPercent, 0.5)
		}
	}
}

// TestMeasureOddShapes: no shape or size breaks it, and all numbers are
// percentages.
func TestMeasureOddShapes(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{X: 1, Y: 1}, {X: 1, Y: 2}, {X: 3, Y: 1}, {X: 16, Y: 5000}, {X: 5000, Y: 1}, {X: 511, Y: 513}} {
		for o := imaging.Upright; o <= 8; o++ {
			p := imaging.NewThumbnail(decoded(waves(size.X, size.Y, image.YCbCrSubsampleRatio420), o)).Measure(5)
			sum := 0.0
			for _, c := range p.DominantColors {
				sum += c.PixelPercent
			}
			for _, v := range []float64{p.Sharpness, p.Brightness, p.Contrast, sum} {
				if !(v >= 0 && v <= 100.0001) {
					t.Errorf("%v, orientation %d: %+v", size, o, p)
				}
			}
		}
	}
}

// TestMeasureNeeds: large pictures are measured small, small ones as they are.
func TestMeasureNeeds(t *testing.T) {
	t.Parallel()
	for picture, want := range map[image.Point]image.Point{
		{X: 4000, Y: 3000}: {X: 384, Y: 288},
		{X: 300, Y: 4000}:  {X: 28, Y: 384},
		{X: 16, Y: 30000}:  {X: 1, Y: 384},
		{X: 100, Y: 50}:    {X: 100, Y: 50},
	} {
		if got := imaging.MeasureNeeds(picture.X, picture.Y); got != want {
			t.Errorf("%v: %v, want %v", picture, got, want)
		}
	}
}

// TestMeasureReduced: a picture that the decoder gave at half its size is the
// same picture.
func TestMeasureReduced(t *testing.T) {
	t.Parallel()
	whole, half := measure(quarters(1400, 1000)), decoded(quarters(700, 500), imaging.Upright)
	half.Width, half.Height = 1400, 1000
	got := imaging.NewThumbnail(half).Measure(10)
	near(t, "brightness", got.Brightness, whole.Brightness, 0.3)
	near(t, "contrast", got.Contrast, whole.Contrast, 0.3)
	near(t, "sharpness", got.Sharpness, whole.Sharpness, 10)
}

// TestMeasurePhotographs: the same photographs in all orientations measure
// alike.
func TestMeasurePhotographs(t *testing.T) {
	t.Parallel()
	dir := shared(t, "exif")
	for _, name := range []string{"Landscape", "Portrait"} {
		var want *blobsight.Properties
		for o := 1; o <= 8; o++ {
			data, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("%s_%d.jpg", name, o)))
			if err != nil {
				t.Fatal(err)
			}
			p, err := read(data)
			if err != nil {
				t.Fatal(err)
			}
			got := imaging.NewThumbnail(p).Measure(4)
			if o == 1 {
				want = got
				t.Logf("%s: %+v", name, want)
			}
			near(t, name+": sharpness", got.Sharpness, want.Sharpness, 4)
			near(t, name+": brightness", got.Brightness, want.Brightness, 1)
			near(t, name+": contrast", got.Contrast, want.Contrast, 1)
			if got.DominantColors[0].SimplifiedColor != want.DominantColors[0].SimplifiedColor {
				t.Errorf("%s %d: mostly %v, want %v", name, o, got.DominantColors[0], want.DominantColors[0])
			}
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	for name, img := range map[string]image.Image{
		"12MP-YCbCr": waves(4000, 3000, image.YCbCrSubsampleRatio420),
		"1MP-YCbCr":  waves(1200, 900, image.YCbCrSubsampleRatio420),
		"1MP-NRGBA":  synthetic(1200, 900),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			p := decoded(img, imaging.Upright)
			for b.Loop() {
				imaging.NewThumbnail(p).Measure(10)
			}
		})
	}
}
