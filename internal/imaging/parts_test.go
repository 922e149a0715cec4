package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/imaging"
)

// frame is a red rectangle with hard stripes in front of a blue that has only
// soft edges, and the boxes of its two halves, which overlap.
func frame() (*image.NRGBA, []blobsight.Box) {
	img := filled(300, 200, color.NRGBA{B: 255, A: 255})
	for x := 0; x < 300; x += 60 {
		draw.Draw(img, image.Rect(x, 0, x+30, 200), image.NewUniform(color.NRGBA{B: 150, A: 255}), image.Point{}, draw.Src)
	}
	img = blurred(img, 8)
	for x := 30; x < 120; x += 10 {
		c := color.NRGBA{R: 255, A: 255}
		if x%20 == 0 {
			c = color.NRGBA{R: 178, G: 34, B: 34, A: 255}
		}
		draw.Draw(img, image.Rect(x, 50, x+10, 100), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img, []blobsight.Box{
		{Left: 0.1, Top: 0.25, Width: 0.2, Height: 0.25},
		{Left: 0.25, Top: 0.25, Width: 0.15, Height: 0.25},
	}
}

// words are the everyday words of colors, each once, sorted.
func words(colors []blobsight.DominantColor) []string {
	var all []string
	for _, c := range colors {
		all = append(all, c.SimplifiedColor)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestMeasureParts: what is within the boxes has its own colors and sharpness,
// what is around them has others, and the whole lies between; in every
// orientation, because boxes lie on the upright picture. It is measured when
// the pixels have been let go.
func TestMeasureParts(t *testing.T) {
	t.Parallel()
	upright, boxes := frame()
	for o := imaging.Upright; o <= 8; o++ {
		p := decoded(stored(upright, o), o)
		thumbnail := imaging.NewThumbnail(p)
		p.Image = nil
		whole := thumbnail.Measure(10)
		front, back := thumbnail.MeasureParts(boxes, 10)
		for part, c := range map[string]struct {
			got    *blobsight.Properties
			colors []string
		}{"whole": {whole, []string{"blue", "red"}}, "foreground": {front, []string{"red"}}, "background": {back, []string{"blue"}}} {
			if diff := cmp.Diff(c.colors, words(c.got.DominantColors)); diff != "" {
				t.Errorf("orientation %d: colors of the %s: %s", o, part, diff)
			}
			sum := 0.0
			for _, d := range c.got.DominantColors {
				sum += d.PixelPercent
			}
			near(t, "all colors of the "+part, sum, 100, 0.1)
		}
		near(t, "sharpness of the foreground", front.Sharpness, 100, 1)
		if !(back.Sharpness < 30 && back.Sharpness < whole.Sharpness && whole.Sharpness < front.Sharpness) {
			t.Errorf("orientation %d: sharpness %.1f, foreground %.1f, background %.1f", o, whole.Sharpness, front.Sharpness, back.Sharpness)
		}
		near(t, "brightness", whole.Brightness, 0.075*front.Brightness+0.925*back.Brightness, 0.02)
		colors := thumbnail.DominantColors(boxes[1], 10)
		if len(colors) != 2 || colors[0].SimplifiedColor != "red" || colors[1].SimplifiedColor != "red" {
			t.Errorf("orientation %d: colors of a box %+v, want two reds", o, colors)
		}
	}
}

// TestMeasurePartsAddUp: boxes at random and the rest are the whole picture:
// each pixel is in one of them.
func TestMeasurePartsAddUp(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		size := image.Pt(1+random.IntN(90), 1+random.IntN(90))
		thumbnail := imaging.NewThumbnail(decoded(synthetic(size.X, size.Y), imaging.Upright))
		boxes := make([]blobsight.Box, 1+random.IntN(6))
		for i := range boxes {
			boxes[i].Left, boxes[i].Width = stretch(random, size.X)
			boxes[i].Top, boxes[i].Height = stretch(random, size.Y)
		}
		inside := 0
		for y := range size.Y {
			for x := range size.X {
				if slices.ContainsFunc(boxes, func(b blobsight.Box) bool { return contains(b, x, y, size) }) {
					inside++
				}
			}
		}
		whole := thumbnail.Measure(10)
		front, back := thumbnail.MeasureParts(boxes, 10)
		if inside == size.X*size.Y {
			back = &blobsight.Properties{}
		}
		share := float64(inside) / float64(size.X*size.Y)
		near(t, "brightness", whole.Brightness, share*front.Brightness+(1-share)*back.Brightness, 0.02)
	}
}

// stretch is a part of a side of n pixels, in ratios, of a pixel at least.
func stretch(random *rand.Rand, n int) (start, length float64) {
	pixel := 1 / float64(n)
	start = (1 - pixel) * random.Float64()
	return start, pixel + (1-pixel-start)*random.Float64()
}

// contains reports whether the middle of a pixel lies in a box.
func contains(b blobsight.Box, x, y int, size image.Point) bool {
	u, v := (float64(x)+0.5)/float64(size.X), (float64(y)+0.5)/float64(size.Y)
	return u >= b.Left && u < b.Left+b.Width && v >= b.Top && v < b.Top+b.Height
}

// TestMeasurePartsAreSets: what counts is which pixels the boxes cover, not
// which boxes do, or in which order.
func TestMeasurePartsAreSets(t *testing.T) {
	t.Parallel()
	type both struct{ Front, Back *blobsight.Properties }
	thumbnail := imaging.NewThumbnail(decoded(synthetic(160, 120), imaging.Upright))
	measure := func(boxes ...blobsight.Box) both {
		front, back := thumbnail.MeasureParts(boxes, 10)
		return both{front, back}
	}
	box := blobsight.Box{Left: 0.125, Top: 0.25, Width: 0.5, Height: 0.5}
	other := blobsight.Box{Left: 0.25, Top: 0.5, Width: 0.625, Height: 0.25}
	all, whole := blobsight.Box{Width: 1, Height: 1}, thumbnail.Measure(10)
	want := measure(box, other)
	for name, c := range map[string]struct{ want, got both }{
		"no box":          {both{nil, whole}, measure()},
		"all":             {both{whole, nil}, measure(all)},
		"all and a box":   {both{whole, nil}, measure(box, all, box)},
		"over the edge":   {both{whole, nil}, measure(blobsight.Box{Left: -1, Top: -2, Width: 3, Height: 4})},
		"the other order": {want, measure(other, box)},
		"twice":           {want, measure(other, box, other, box, box)},
		"in quarters": {want, measure(
			blobsight.Box{Left: 0.125, Top: 0.5, Width: 0.25, Height: 0.25}, other, blobsight.Box{Left: 0.375, Top: 0.25, Width: 0.25, Height: 0.25},
			blobsight.Box{Left: 0.375, Top: 0.5, Width: 0.25, Height: 0.25}, blobsight.Box{Left: 0.125, Top: 0.25, Width: 0.25, Height: 0.25},
		)},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if cmp.Equal(want.Front, measure(box).Front) {
		t.Error("a second box changes nothing")
	}
}

// TestSharpnessOfParts: an edge counts in the part that both its pixels are in,
// and is as sharp there as in the whole; an edge between two parts counts in
// neither.
func TestSharpnessOfParts(t *testing.T) {
	t.Parallel()
	img := ramp(8) // from 96 to 104, soft
	draw.Draw(img, image.Rect(150, 0, 200, 50), image.NewUniform(color.Gray{Y: 30}), image.Point{}, draw.Src)
	soft := imaging.NewThumbnail(decoded(ramp(8), imaging.Upright)).Measure(0).Sharpness
	for o := imaging.Upright; o <= 8; o += 5 { // as it is, and on its side
		thumbnail := imaging.NewThumbnail(decoded(img, o))
		column := func(from, to float64) blobsight.Box {
			if o == imaging.Upright {
				return blobsight.Box{Left: from / 200, Width: (to - from) / 200, Height: 1}
			}
			return blobsight.Box{Top: from / 200, Width: 1, Height: (to - from) / 200}
		}
		for _, c := range []struct {
			box         blobsight.Box
			front, back float64
		}{
			{column(0, 90), 0, thumbnail.Measure(0).Sharpness},
			{column(80, 120), soft, 100},
			{column(0, 150), soft, 0},
			{column(0, 149), soft, 100},
			{column(140, 160), 100, soft},
			{column(149, 150), 0, soft},
		} {
			front, back := thumbnail.MeasureParts([]blobsight.Box{c.box}, 0)
			near(t, "sharpness of the foreground", front.Sharpness, c.front, 0.02)
			near(t, "sharpness of the background", back.Sharpness, c.back, 0.02)
		}
	}
}

// TestSmallBoxes: a box that holds the middle of no pixel has the color of the
// nearest one.
func TestSmallBoxes(t *testing.T) {
	t.Parallel()
	thumbnail := imaging.NewThumbnail(decoded(quarters(16, 16), imaging.Upright))
	for want, boxes := range map[string][]blobsight.Box{
		"red":   {{}, {Left: 0.1, Top: 0.1, Width: 0.001, Height: 0.3}, {Left: 0.3, Top: 0.3}},
		"green": {{Left: 1}, {Left: 0.99, Width: 0.01, Height: 0.01}},
		"blue":  {{Top: 1}, {Top: 0.999, Width: 0.001, Height: 0.001}, {Left: 0.1, Top: 0.9}},
		"white": {{Left: 1, Top: 1}, {Left: 2, Top: 3, Width: 1, Height: 1}, {Left: 0.97, Top: 0.97, Width: 0.03, Height: 0.03}},
	} {
		for _, box := range boxes {
			got := thumbnail.DominantColors(box, 10)
			if len(got) != 1 || got[0].SimplifiedColor != want || got[0].PixelPercent != 100 {
				t.Errorf("%+v: colors %+v, want %s only", box, got, want)
			}
			if front, back := thumbnail.MeasureParts([]blobsight.Box{box}, 1); front == nil || back == nil {
				t.Errorf("%+v: foreground %v, background %v", box, front, back)
			}
		}
	}
}

// TestColorsOfPartsAreBounded: there are never more than wanted, and shares are
// those of the part.
func TestColorsOfPartsAreBounded(t *testing.T) {
	t.Parallel()
	thumbnail := imaging.NewThumbnail(decoded(quarters(160, 160), imaging.Upright))
	left := blobsight.Box{Width: 0.5, Height: 1} // red above blue
	for most := range 4 {
		front, back := thumbnail.MeasureParts([]blobsight.Box{left}, most)
		colors := thumbnail.DominantColors(left, most)
		if len(front.DominantColors) != min(most, 2) || len(back.DominantColors) != most || len(colors) != min(most, 2) {
			t.Errorf("at most %d: foreground %v, background %v, box %v", most, front.DominantColors, back.DominantColors, colors)
		}
		if diff := cmp.Diff(front.DominantColors, colors); diff != "" {
			t.Errorf("the box and the foreground differ: %s", diff)
		}
		if most > 0 {
			near(t, "red", colors[0].PixelPercent, 62.5, 0.01)
		}
	}
}

// BenchmarkMeasureParts measures whole, foreground, background and the colors of
// each box. The whole is that of BenchmarkMeasure.
func BenchmarkMeasureParts(b *testing.B) {
	p := decoded(soft(1200, 900, 12), imaging.Upright)
	random := rand.New(rand.NewPCG(1, 2))
	for name, n := range map[string]int{"none": 0, "3": 3, "100": 100} {
		boxes := make([]blobsight.Box, n)
		for i := range boxes {
			boxes[i] = blobsight.Box{Left: 0.8 * random.Float64(), Top: 0.8 * random.Float64(), Width: 0.2, Height: 0.2}
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				thumbnail := imaging.NewThumbnail(p)
				thumbnail.Measure(10)
				if n == 0 {
					continue
				}
				thumbnail.MeasureParts(boxes, 10)
				for _, box := range boxes {
					thumbnail.DominantColors(box, 10)
				}
			}
		})
	}
}
