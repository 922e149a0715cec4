package imaging

import "image"

// gap is how many times larger than the result a picture stays after reduce.
// At 4 the result is all but equal to that of shrinking alone (reduce_test.go
// says how near), and a camera picture costs a fraction.
const gap = 4

// reduced is a source whose pixels stand for blocks of a larger picture. The
// last block of a row or column may be a partial one, so that the picture is
// wide times high pixels, in fractions.
type reduced struct {
	source
	wide, high float64
}

// reduce averages whole blocks of pixels when the picture is much larger than
// the scaled size: every pixel counts once, in one cheap pass. The result is
// at least gap times the scaled size.
func reduce(img image.Image, scaled image.Point) reduced {
	size := img.Bounds().Size()
	kx := max(1, size.X/(scaled.X*gap))
	ky := max(1, size.Y/(scaled.Y*gap))
	var small source
	switch m, ok := img.(*image.YCbCr); {
	case kx == 1 && ky == 1:
		small = sourceOf(img)
	case ok && wholeBlocks(m, &kx, &ky):
		small = sourceOf(reducePlanes(m, kx, ky))
	default:
		small = reduceRows(sourceOf(img), kx, ky)
	}
	return reduced{source: small, wide: float64(size.X) / float64(kx), high: float64(size.Y) / float64(ky)}
}

// wholeBlocks reports whether the planes of m can be reduced as they are, and
// makes the factors multiples of the subsampling then, so that blocks of luma
// and chroma cover the same pixels.
func wholeBlocks(m *image.YCbCr, kx, ky *int) bool {
	across, down := subsampling(m.SubsampleRatio)
	if m.Rect.Min != (image.Point{}) || *kx < across || *ky < down {
		return false
	}
	*kx -= *kx % across
	*ky -= *ky % down
	return true
}

// reducePlanes averages luma and chroma separately: averaging commutes with
// the change of color space but for rounding, and chroma has fewer samples.
// The factors must be multiples of the subsampling.
func reducePlanes(m *image.YCbCr, kx, ky int) *image.YCbCr {
	across, down := subsampling(m.SubsampleRatio)
	size := m.Rect.Size()
	chroma := image.Pt(blocks(size.X, across), blocks(size.Y, down))
	small := &image.YCbCr{
		Y:              reducePlane(m.Y, m.YStride, size, kx, ky),
		Cb:             reducePlane(m.Cb, m.CStride, chroma, kx/across, ky/down),
		Cr:             reducePlane(m.Cr, m.CStride, chroma, kx/across, ky/down),
		YStride:        blocks(size.X, kx),
		CStride:        blocks(size.X, kx),
		SubsampleRatio: image.YCbCrSubsampleRatio444,
		Rect:           image.Rect(0, 0, blocks(size.X, kx), blocks(size.Y, ky)),
	}
	return small
}

// blocks is how many blocks of k cover n.
func blocks(n, k int) int { return (n + k - 1) / k }

// reducePlane averages blocks of kx times ky samples of one plane.
func reducePlane(plane []uint8, stride int, size image.Point, kx, ky int) []uint8 {
	w, h := blocks(size.X, kx), blocks(size.Y, ky)
	small := make([]uint8, w*h)
	sums := make([]uint32, w)
	for y := range h {
		clear(sums)
		rows := min(ky, size.Y-y*ky)
		for r := range rows {
			line := plane[(y*ky+r)*stride:][:size.X]
			for x := range sums {
				var sum uint32
				for _, v := range line[x*kx : min((x+1)*kx, len(line))] {
					sum += uint32(v)
				}
				sums[x] += sum
			}
		}
		for x, sum := range sums {
			n := uint32(rows * min(kx, size.X-x*kx))
			small[y*w+x] = uint8((sum + n/2) / n)
		}
	}
	return small
}

// reduceRows averages blocks of kx times ky pixels of any source.
func reduceRows(s source, kx, ky int) source {
	w, h := blocks(s.width, kx), blocks(s.height, ky)
	small := make([]uint8, 3*w*h)
	line, sums := make([]uint8, 3*s.width), make([]uint32, 3*w)
	for y := range h {
		clear(sums)
		rows := min(ky, s.height-y*ky)
		for r := range rows {
			s.row(y*ky+r, line)
			for x := range w {
				var red, green, blue uint32
				block := line[3*x*kx : 3*min((x+1)*kx, s.width)]
				for ; len(block) >= 3; block = block[3:] {
					red += uint32(block[0])
					green += uint32(block[1])
					blue += uint32(block[2])
				}
				sums[3*x] += red
				sums[3*x+1] += green
				sums[3*x+2] += blue
			}
		}
		for i, sum := range sums {
			n := uint32(rows * min(kx, s.width-i/3*kx))
			small[3*y*w+i] = uint8((sum + n/2) / n)
		}
	}
	return packed(small, w, h)
}

// packed is a source over RGB bytes without padding.
func packed(pix []uint8, w, h int) source {
	return source{width: w, height: h, row: func(y int, rgb []uint8) { copy(rgb, pix[3*y*w:]) }}
}
