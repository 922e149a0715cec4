package imaging

import "image"

// reduced is a source whose pixels stand for blocks of a larger picture. The
// last block of a row or column may be a partial one, so that the picture is
// wide times high pixels, in fractions.
type reduced struct {
	source
	wide, high float64
}

// coverage tells how many of its own pixels the decoded picture is wide and
// high. A decoder that scales on its way, to k eighths, rounds up: its last
// pixels then stand for a part.
func (p *Picture) coverage() (wide, high float64) {
	file := image.Pt(p.Width, p.Height)
	if p.Orientation.swaps() {
		file = image.Pt(file.Y, file.X)
	}
	size := p.Image.Bounds().Size()
	for k := 8; k > 0; k-- {
		eighths := file.Mul(k)
		if size == image.Pt(blocks(eighths.X, 8), blocks(eighths.Y, 8)) {
			return float64(eighths.X) / 8, float64(eighths.Y) / 8
		}
	}
	return float64(size.X), float64(size.Y)
}

// transposed exchanges rows and columns. Levels that a filter clips between
// its two passes hang on which pass is first; so rows go first as they do in
// the upright picture.
func (s reduced) transposed() reduced {
	pix := make([]uint8, 3*s.width*s.height)
	line := make([]uint8, 3*s.width)
	for y := range s.height {
		s.row(0, y, line)
		for x := range s.width {
			copy(pix[3*(x*s.height+y):][:3], line[3*x:])
		}
	}
	return reduced{source: packed(pix, s.height, s.width), wide: s.high, high: s.wide}
}

// packed is a source over RGB bytes without padding.
func packed(pix []uint8, w, h int) source {
	return source{width: w, height: h, row: func(x, y int, rgb []uint8) { copy(rgb, pix[3*(y*w+x):]) }}
}
