package imaging

import (
	"image"
	"image/color"
	"math/bits"
)

// source is a picture read row by row as 8-bit RGB, whatever its color model:
// transparent pixels are laid on white (as a page would show them), CMYK and
// gray are converted, 16 bits are cut to 8.
type source struct {
	width, height int
	row           func(x, y int, rgb []uint8) // fills rgb with as many pixels as fit, from (x, y) on
}

// sourceOf reads the common models directly and any other through the image
// interface, which is about ten times slower.
func sourceOf(img image.Image) source {
	b := img.Bounds()
	s := source{width: b.Dx(), height: b.Dy()}
	switch m := img.(type) {
	case *image.YCbCr:
		s.row = func(x, y int, rgb []uint8) { ycbcrRow(m, b.Min.Add(image.Pt(x, y)), rgb) }
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

// ycbcrRow converts as color.YCbCrToRGB does, the same in every value, but
// without a call a pixel. The factors are those of JFIF (1.402, 0.344136,
// 0.714136 and 1.772) in units of 1/65536.
func ycbcrRow(m *image.YCbCr, at image.Point, rgb []uint8) {
	luma := m.Y[m.YOffset(at.X, at.Y):][:len(rgb)/3]
	chroma := m.COffset(at.X, at.Y)
	across, _ := subsampling(m.SubsampleRatio)
	shift := bits.TrailingZeros8(uint8(across&7)) & 7 // much cheaper than to divide; the mask saves a check
	cb := m.Cb[chroma:]
	cr := m.Cr[chroma:][:len(cb)]
	first := at.X >> shift
	x := 0
	for i := 0; i < len(rgb)-2; i += 3 {
		c := (at.X+x)>>shift - first
		light, blue, red := int32(luma[x])*0x10101, int32(cb[c])-128, int32(cr[c])-128
		r, g, b := light+91881*red, light-22554*blue-46802*red, light+116130*blue
		if (r|g|b)&^0xffffff != 0 { // a color beyond RGB: rare
			r, g, b = clip(r), clip(g), clip(b)
		}
		rgb[i], rgb[i+1], rgb[i+2] = uint8(r>>16&0xff), uint8(g>>16&0xff), uint8(b>>16&0xff)
		x++
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
