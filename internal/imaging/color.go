package imaging

import (
	"image"
	"image/color"
)

// source is a picture read row by row as 8-bit RGB, whatever its color model:
// transparent pixels are laid on white (as a page would show them), CMYK and
// gray are converted, 16 bits are cut to 8.
type source struct {
	width, height int
	row           func(x, y int, rgb []uint8) // fills rgb with as many pixels as fit, from (x, y) on
}

// sourceOf reads the common models directly and any other through the image
// interface, which is about ten times slower. Smooth says how chroma is enlarged.
func sourceOf(img image.Image, smooth bool) source {
	b := img.Bounds()
	s := source{width: b.Dx(), height: b.Dy()}
	switch m := img.(type) {
	case *image.YCbCr:
		wide := newChroma(m, smooth)
		s.row = func(x, y int, rgb []uint8) {
			at := b.Min.Add(image.Pt(x, y))
			cb, cr := wide.row(at, len(rgb)/3)
			ycbcrRow(m.Y[m.YOffset(at.X, at.Y):], cb, cr, rgb)
		}
	case *image.NRGBA:
		s.row = func(x, y int, rgb []uint8) { nrgbaRow(m.Pix[y*m.Stride+4*x:], rgb) }
	case *image.RGBA:
		s.row = func(x, y int, rgb []uint8) { rgbaRow(m.Pix[y*m.Stride+4*x:], rgb) }
	case *image.Gray:
		s.row = func(x, y int, rgb []uint8) { grayRow(m.Pix[y*m.Stride+x:], rgb) }
	case *image.Paletted:
		palette := onWhite(m.Palette)
		s.row = func(x, y int, rgb []uint8) { palettedRow(m.Pix[y*m.Stride+x:], &palette, rgb) }
	case *image.CMYK:
		s.row = func(x, y int, rgb []uint8) { cmykRow(m.Pix[y*m.Stride+4*x:], rgb) }
	case image.RGBA64Image:
		s.row = func(x, y int, rgb []uint8) {
			for i := range len(rgb) / 3 {
				put(rgb[3*i:], m.RGBA64At(b.Min.X+x+i, b.Min.Y+y))
			}
		}
	default:
		s.row = func(x, y int, rgb []uint8) {
			for i := range len(rgb) / 3 {
				put(rgb[3*i:], img.At(b.Min.X+x+i, b.Min.Y+y))
			}
		}
	}
	return s
}

// put lays one color on white.
func put(rgb []uint8, c color.Color) {
	r, g, b, a := c.RGBA() // 16 bits, multiplied by alpha
	white := 0xffff - a
	rgb[0], rgb[1], rgb[2] = uint8((r+white)>>8&0xff), uint8((g+white)>>8&0xff), uint8((b+white)>>8&0xff)
}

// ycbcrRow converts as JFIF says and libjpeg does: with the factors 1.402,
// 0.344136, 0.714136 and 1.772 in units of 1/65536, rounded to the nearest level.
// (color.YCbCrToRGB rounds dark levels down and bright ones up, by a fifth of a
// level on average: enough for a model of 8-bit integers to answer differently.)
func ycbcrRow(luma, cb, cr, rgb []uint8) {
	n := len(rgb) / 3
	luma, cb, cr = luma[:n], cb[:n], cr[:n]
	for i, y := range luma {
		light, blue, red := int32(y)<<16+1<<15, int32(cb[i])-128, int32(cr[i])-128
		r, g, b := light+91881*red, light-22554*blue-46802*red, light+116130*blue
		if (r|g|b)&^0xffffff != 0 { // a color beyond RGB: rare
			r, g, b = clip(r), clip(g), clip(b)
		}
		pixel := rgb[3*i : 3*i+3]
		pixel[0], pixel[1], pixel[2] = uint8(r>>16&0xff), uint8(g>>16&0xff), uint8(b>>16&0xff)
	}
}

// clip brings a number in units of 1/65536 back to what a byte can hold.
func clip(v int32) int32 { return min(max(v, 0), 0xffffff) }

// subsampling tells how many pixels across and down share one chroma sample.
func subsampling(r image.YCbCrSubsampleRatio) (across, down int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	default:
		return 1, 1
	}
}

func nrgbaRow(pix, rgb []uint8) {
	for x := range len(rgb) / 3 {
		s, d := pix[4*x:4*x+4], rgb[3*x:3*x+3]
		a := uint32(s[3])
		if a == 255 {
			d[0], d[1], d[2] = s[0], s[1], s[2]
			continue
		}
		white := 255*(255-a) + 127 // 127 rounds
		for c := range 3 {
			d[c] = uint8(min((uint32(s[c])*a+white)/255, 255))
		}
	}
}

func rgbaRow(pix, rgb []uint8) {
	for x := range len(rgb) / 3 {
		s, d := pix[4*x:4*x+4], rgb[3*x:3*x+3]
		white := 255 - s[3]
		d[0], d[1], d[2] = s[0]+white, s[1]+white, s[2]+white
	}
}

func grayRow(pix, rgb []uint8) {
	for x := range len(rgb) / 3 {
		rgb[3*x], rgb[3*x+1], rgb[3*x+2] = pix[x], pix[x], pix[x]
	}
}

func cmykRow(pix, rgb []uint8) {
	for x := range len(rgb) / 3 {
		s := pix[4*x : 4*x+4]
		rgb[3*x], rgb[3*x+1], rgb[3*x+2] = color.CMYKToRGB(s[0], s[1], s[2], s[3])
	}
}

// onWhite lays a palette on white. An index beyond the palette is black.
func onWhite(palette color.Palette) (rgb [256][3]uint8) {
	for i, c := range palette[:min(len(palette), len(rgb))] {
		put(rgb[i][:], c)
	}
	return rgb
}

func palettedRow(pix []uint8, palette *[256][3]uint8, rgb []uint8) {
	for x := range len(rgb) / 3 {
		copy(rgb[3*x:3*x+3], palette[pix[x]][:])
	}
}
