package imaging

import (
	"encoding/binary"
	"image"
)

// reduce averages whole blocks of pixels when the picture is much larger than
// the scaled size: every pixel counts once, in one cheap pass. The result is
// at least gap times the scaled size, if the picture was. At 4 the final
// result is within two levels of 255 of Pillow's (golden_test.go), and a
// camera picture costs a fraction.
func reduce(p *Picture, scaled image.Point, gap int) reduced {
	img, size := p.Image, p.Image.Bounds().Size()
	wide, high := p.coverage()
	kx := max(1, size.X/(scaled.X*gap))
	ky := max(1, size.Y/(scaled.Y*gap))
	var small source
	switch m, ok := img.(*image.YCbCr); {
	case kx == 1 && ky == 1:
		// Chroma of a picture that the decoder scaled, and of averages, is as fine
		// as it will ever be needed.
		small = sourceOf(img, wide == float64(size.X) && high == float64(size.Y))
	case ok && wholeBlocks(m, &kx, &ky):
		small = sourceOf(reducePlanes(m, kx, ky), false)
	default:
		small = reduceRows(sourceOf(img, false), kx, ky)
	}
	return reduced{source: small, wide: wide / float64(kx), high: high / float64(ky)}
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
		SubsampleRatio: image.YCbCrSubsampleRatio444,
		Rect:           image.Rect(0, 0, blocks(size.X, kx), blocks(size.Y, ky)),
	}
	small.Y, small.YStride = reducePlane(m.Y, m.YStride, size, kx, ky)
	small.Cb, small.CStride = reducePlane(m.Cb, m.CStride, chroma, kx/across, ky/down)
	small.Cr, _ = reducePlane(m.Cr, m.CStride, chroma, kx/across, ky/down)
	return small
}

// blocks is how many blocks of k cover n.
func blocks(n, k int) int { return (n + k - 1) / k }

// reducePlane averages blocks of kx times ky samples of one plane, and gives
// the new plane and its stride.
func reducePlane(plane []uint8, stride int, size image.Point, kx, ky int) ([]uint8, int) {
	if kx == 1 && ky == 1 {
		return plane, stride
	}
	width := blocks(size.X, kx)
	small := make([]uint8, 0, width*blocks(size.Y, ky))
	if kx == 2 && ky == 2 && size.X%2 == 0 {
		for top := 0; top+1 < size.Y; top += 2 {
			n := len(small)
			small = small[:n+width]
			halve(small[n:], plane[top*stride:], plane[(top+1)*stride:])
		}
		plane, size.Y = plane[size.Y/2*2*stride:], size.Y%2
	}
	sums := newColumns(size.X)
	for top := 0; top < size.Y; top += ky {
		rows := min(ky, size.Y-top)
		for r := range rows {
			sums.add(plane[(top+r)*stride:])
		}
		small = sums.averages(small, 1, kx, rows)
	}
	return small, width
}

// halve gives the means of two times two samples: the most frequent reduction
// of camera pictures, four means at once.
func halve(small, upper, lower []uint8) {
	const halves = 0x0002000200020002 // of 4, in each of four lanes: rounds
	upper, lower = upper[:2*len(small)], lower[:2*len(small)]
	for len(upper) >= 8 && len(lower) >= 8 && len(small) >= 4 {
		u, l := binary.LittleEndian.Uint64(upper), binary.LittleEndian.Uint64(lower)
		sum := u&lanes + u>>8&lanes + l&lanes + l>>8&lanes + halves
		mean := sum >> 2 & lanes
		mean = (mean | mean>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(small, uint32((mean|mean>>16)&0xffffffff))
		upper, lower, small = upper[8:], lower[8:], small[4:]
	}
	for i := range small {
		sum := int(upper[2*i]) + int(upper[2*i+1]) + int(lower[2*i]) + int(lower[2*i+1])
		small[i] = uint8((sum + 2) >> 2 & 0xff)
	}
}

// reduceRows averages blocks of kx times ky pixels of any source.
func reduceRows(s source, kx, ky int) source {
	w, h := blocks(s.width, kx), blocks(s.height, ky)
	small := make([]uint8, 0, 3*w*h)
	line, sums := make([]uint8, 3*s.width), newColumns(3*s.width)
	for top := 0; top < s.height; top += ky {
		rows := min(ky, s.height-top)
		for r := range rows {
			s.row(0, top+r, line)
			sums.add(line)
		}
		small = sums.averages(small, 3, kx, rows)
	}
	return packed(small, w, h)
}
