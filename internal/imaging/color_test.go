package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"testing"

	"blobsight/internal/imaging"
)

// hidden is an image of a type that nobody knows.
type hidden struct{ image.Image }

// TestColorModels: one color, and the same half transparent (thus lighter), in
// every color model.
func TestColorModels(t *testing.T) {
	t.Parallel()
	bounds := image.Rect(3, 5, 23, 25) // not at the origin
	const opaque, half = 255, 128
	for name, c := range map[string]struct {
		img   draw.Image
		alpha uint8
		wrap  func(image.Image) image.Image
	}{
		"NRGBA":            {img: image.NewNRGBA(bounds), alpha: opaque},
		"NRGBA, half":      {img: image.NewNRGBA(bounds), alpha: half},
		"RGBA":             {img: image.NewRGBA(bounds), alpha: opaque},
		"RGBA, half":       {img: image.NewRGBA(bounds), alpha: half},
		"NRGBA64":          {img: image.NewNRGBA64(bounds), alpha: opaque},
		"NRGBA64, half":    {img: image.NewNRGBA64(bounds), alpha: half},
		"RGBA64, half":     {img: image.NewRGBA64(bounds), alpha: half},
		"CMYK":             {img: image.NewCMYK(bounds), alpha: opaque},
		"unknown, half":    {img: image.NewNRGBA(bounds), alpha: half, wrap: func(m image.Image) image.Image { return hidden{m} }},
		"palette":          {img: image.NewPaletted(bounds, color.Palette{color.White, color.NRGBA{R: 200, G: 100, B: 40, A: 255}}), alpha: opaque},
		"palette, half":    {img: image.NewPaletted(bounds, color.Palette{color.White, color.NRGBA{R: 200, G: 100, B: 40, A: half}}), alpha: half},
		"all transparent":  {img: image.NewNRGBA(bounds), alpha: 0},
		"RGBA, from other": {img: image.NewRGBA(bounds), alpha: opaque, wrap: func(m image.Image) image.Image { return m.(*image.RGBA).SubImage(bounds) }},
	} {
		draw.Draw(c.img, bounds, image.NewUniform(color.NRGBA{R: 200, G: 100, B: 40, A: c.alpha}), image.Point{}, draw.Src)
		var img image.Image = c.img
		if c.wrap != nil {
			img = c.wrap(img)
		}
		got := levels(plain(8, imaging.FitSqueeze).Tensor(decoded(img, imaging.Upright)))
		for i, v := range []int{200, 100, 40} {
			want := (v*int(c.alpha) + 255*(255-int(c.alpha)) + 127) / 255
			if d := got[i] - want; d < -1 || d > 1 {
				t.Errorf("%s: channel %d is %d, want %d", name, i, got[i], want)
			}
		}
	}
}

// TestGrays: gray has one channel, in 8 bits and in 16.
func TestGrays(t *testing.T) {
	t.Parallel()
	for name, img := range map[string]draw.Image{
		"8 bits":  image.NewGray(image.Rect(0, 0, 20, 20)),
		"16 bits": image.NewGray16(image.Rect(0, 0, 20, 20)),
	} {
		draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{Y: 77}), image.Point{}, draw.Src)
		for i, v := range levels(plain(4, imaging.FitCenter).Tensor(decoded(img, imaging.Upright))) {
			if v != 77 {
				t.Fatalf("%s: value %d is %d, want 77", name, i, v)
			}
		}
	}
}

// TestSubsampling: YCbCr in every subsampling is converted pixel by pixel, odd
// sizes and sub-images included. The chroma is one that stays as it is when it
// is smoothed.
func TestSubsampling(t *testing.T) {
	t.Parallel()
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := waves(53, 53, ratio)
		for _, part := range []image.Rectangle{m.Rect, image.Rect(3, 5, 40, 42)} {
			img := m.SubImage(part).(*image.YCbCr)
			recipe := plain(part.Dx(), imaging.FitSqueeze)
			got := levels(recipe.Tensor(decoded(img, imaging.Upright)))
			want := levels(recipe.Tensor(decoded(rgbOf(img), imaging.Upright)))
			if worst, _ := difference(t, got, want); worst > 0 {
				t.Errorf("%v %v: largest difference %d, want none", ratio, part, worst)
			}
		}
	}
}

// rgbOf converts a picture as JFIF says, rounded to the nearest level.
func rgbOf(m *image.YCbCr) *image.NRGBA {
	img := image.NewNRGBA(m.Rect)
	level := func(v int) uint8 { return uint8(min(max((v+1<<15)>>16, 0), 255)) }
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			c := m.YCbCrAt(x, y)
			luma, cb, cr := int(c.Y)<<16, int(c.Cb)-128, int(c.Cr)-128
			img.SetNRGBA(x, y, color.NRGBA{R: level(luma + 91881*cr), G: level(luma - 22554*cb - 46802*cr), B: level(luma + 116130*cb), A: 255})
		}
	}
	return img
}

// TestChromaIsSmoothed: an edge in chroma that has one sample for two pixels is
// as soft as libjpeg makes it: a quarter and three quarters of the way. Across
// the edge of the picture nothing is mixed in.
func TestChromaIsSmoothed(t *testing.T) {
	t.Parallel()
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440} {
		m := image.NewYCbCr(image.Rect(0, 0, 16, 16), ratio)
		for i := range m.Y {
			m.Y[i] = 128
		}
		for i := range m.Cr {
			m.Cb[i] = 128
			x, y := i%m.CStride, i/m.CStride
			m.Cr[i] = 108
			if ratio == image.YCbCrSubsampleRatio440 && y >= 4 || ratio != image.YCbCrSubsampleRatio440 && x >= 4 {
				m.Cr[i] = 148
			}
		}
		red := levels(plain(16, imaging.FitSqueeze).Tensor(decoded(m, imaging.Upright)))
		got := make([]int, 16)
		for i := range got {
			x, y := i, 7
			if ratio == image.YCbCrSubsampleRatio440 {
				x, y = y, x
			}
			got[i] = red[3*(16*y+x)]
		}
		want := []int{100, 100, 100, 100, 100, 100, 100, 114, 142, 156, 156, 156, 156, 156, 156, 156}
		if !slices.Equal(got, want) {
			t.Errorf("%v: red is %v, want %v", ratio, got, want)
		}
	}
}

// waves is a smooth picture in YCbCr.
func waves(w, h int, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
	for i := range m.Y {
		m.Y[i] = uint8(64 + (i%m.YStride)%97 + (i/m.YStride)%31)
	}
	for i := range m.Cb {
		m.Cb[i] = uint8(90 + (i%m.CStride)%41)
		m.Cr[i] = uint8(100 + (i/m.CStride)%53)
	}
	return m
}
