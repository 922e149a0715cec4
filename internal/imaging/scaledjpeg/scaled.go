// Package scaledjpeg decodes baseline JPEG (ITU-T T.81) at 1/8, 2/8 or 4/8 of its
// size. A scaled picture needs the lowest frequencies of each block only, which
// takes a third of the time and a fraction of the memory of the whole one.
//
// It reads what cameras write: one scan over all components, 8 bits, Huffman
// codes, gray or YCbCr with luma of one, two or four times the samples of
// chroma, restart markers. Everything else, progressive files, CMYK and RGB
// among it, and every file with anything wrong in it, is left to a decoder
// that reads all: [Decode] gives nil for those, and never says why. No data
// panics. Values may differ by some levels from those of a whole picture that
// is scaled down, since the transform is another.
//
// [FrameOf] and [Segments] read the headers of JPEG of any kind.
package scaledjpeg

import "image"

// Decode decodes the file of a JPEG of a size in pixels, as stored, which was
// judged before, at the smallest of the scales that gives atLeast as many
// pixels each way: an [image.Gray] or an [image.YCbCr]. It gives nil for what
// the package does not read, for a file of another size, for one that needs all
// its pixels (as the zero point asks), and when stop, which is asked before each
// row of units, says true. The planes take memory as the size asks.
func Decode(file []byte, size, atLeast image.Point, stop func() bool) image.Image {
	if atLeast == (image.Point{}) {
		return nil
	}
	b := readBaseline(file)
	if b == nil || b.width != size.X || b.height != size.Y {
		return nil
	}
	for _, n := range []int{1, 2, 4} {
		small := image.Pt((b.width*n+7)/8, (b.height*n+7)/8)
		if small.X < atLeast.X || small.Y < atLeast.Y {
			continue
		}
		s := newScaled(b, n)
		if !s.decode(stop) {
			return nil
		}
		return s.image(small)
	}
	return nil
}

// scaled is a picture that is being decoded with n times n samples a block.
type scaled struct {
	*baseline
	n              int
	keep           [64]int // by the order in the file: where a coefficient goes; -1 for none
	planes         [3][]uint8
	strides        [3]int
	unitsX, unitsY int
}

func newScaled(b *baseline, n int) *scaled {
	s := &scaled{baseline: b, n: n}
	luma := b.components[0]
	s.unitsX = (b.width + 8*luma.across - 1) / (8 * luma.across)
	s.unitsY = (b.height + 8*luma.down - 1) / (8 * luma.down)
	for i, c := range b.components {
		s.strides[i] = s.unitsX * c.across * n
		s.planes[i] = make([]uint8, s.strides[i]*s.unitsY*c.down*n)
	}
	// Coefficients come along the diagonals, every other one upwards (figure A.6).
	x, y, up := 0, 0, true
	for i := range s.keep {
		s.keep[i] = -1
		if x < n && y < n {
			s.keep[i] = y*n + x
		}
		switch {
		case up && x == 7:
			y, up = y+1, false
		case up && y == 0:
			x, up = x+1, false
		case up:
			x, y = x+1, y-1
		case y == 7:
			x, up = x+1, true
		case x == 0:
			y, up = y+1, true
		default:
			x, y = x-1, y+1
		}
	}
	return s
}

// decode goes through the scan. It reports whether all was as it should be.
func (s *scaled) decode(stop func() bool) bool {
	const eoi, rst0 = 0xd9, 0xd0
	e := &entropy{data: s.scan}
	left, restarts := s.restart, byte(0)
	for y := range s.unitsY {
		if stop() {
			return false
		}
		for x := range s.unitsX {
			if s.restart > 0 && left == 0 {
				if marker, ok := e.ended(); !ok || marker != rst0+restarts {
					return false
				}
				left, restarts = s.restart, (restarts+1)%8
				for i := range s.components {
					s.components[i].level = 0
				}
			}
			left--
			s.unit(e, x, y)
		}
		if e.broken {
			return false
		}
	}
	marker, ok := e.ended()
	return ok && marker == eoi
}

// unit decodes the blocks of one unit.
func (s *scaled) unit(e *entropy, x, y int) {
	for i := range s.components {
		c := &s.components[i]
		for row := range c.down {
			for column := range c.across {
				at := (y*c.down+row)*s.n*s.strides[i] + (x*c.across+column)*s.n
				var block [16]int32
				s.block(e, c, &block)
				s.inverse(&block, s.planes[i][at:], s.strides[i])
			}
		}
	}
}

// block decodes the coefficients of a block and keeps those of low frequency
// (section F.2.2).
func (s *scaled) block(e *entropy, c *component, block *[16]int32) {
	quant, waves := s.quant[c.quant], s.codes[1][c.waves]
	e.fill()
	size := e.symbol(s.codes[0][c.direct])
	if size > 11 {
		e.broken = true
		return
	}
	c.level += e.value(size)
	block[0] = c.level * quant[0]
	for i := 1; i < 64; i++ {
		e.fill()
		symbol := e.symbol(waves)
		if symbol == 0 {
			return // only zeros are left
		}
		size = symbol & 15
		i += int(symbol >> 4)
		if i > 63 || size == 0 && symbol != 0xf0 { // the latter ends blocks to come, too, in progressive files
			e.broken = true
			return
		}
		v := e.value(size)
		if at := s.keep[i]; at >= 0 {
			block[at] = v * quant[i]
		}
	}
}

// image gives the planes as a picture of a size.
func (s *scaled) image(size image.Point) image.Image {
	rect := image.Rectangle{Max: size}
	if len(s.components) == 1 {
		return &image.Gray{Pix: s.planes[0], Stride: s.strides[0], Rect: rect}
	}
	luma := s.components[0]
	ratio := map[image.Point]image.YCbCrSubsampleRatio{
		{X: 1, Y: 1}: image.YCbCrSubsampleRatio444,
		{X: 2, Y: 1}: image.YCbCrSubsampleRatio422,
		{X: 1, Y: 2}: image.YCbCrSubsampleRatio440,
		{X: 2, Y: 2}: image.YCbCrSubsampleRatio420,
	}[image.Pt(luma.across, luma.down)]
	return &image.YCbCr{
		Y: s.planes[0], Cb: s.planes[1], Cr: s.planes[2],
		YStride: s.strides[0], CStride: s.strides[1], SubsampleRatio: ratio, Rect: rect,
	}
}
