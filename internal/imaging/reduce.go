package imaging

import "image"

// reduce averages whole blocks of pixels when the picture is much larger than
// the scaled size: every pixel counts once, in one cheap pass. The result is
// at least gap times the scaled size, if the picture was. At 4 a bilinear
// result is within one level of 255 of Pillow's (golden_test.go), and a camera
// picture costs a fraction.
func reduce(p *Picture, scaled image.Point, gap int) reduced {
	img, size := p.Image, p.Image.Bounds().Size()
	wide, high := p.coverage()
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
	small := make([]uint8, 0, blocks(size.X, kx)*blocks(size.Y, ky))
	sums := make([]uint32, size.X)
	for top := 0; top < size.Y; top += ky {
		clear(sums)
		rows := min(ky, size.Y-top)
		for r := range rows {
			add(sums, plane[(top+r)*stride:])
		}
		small = averages(small, sums, 1, kx, rows)
	}
	return small
}

// reduceRows averages blocks of kx times ky pixels of any source.
func reduceRows(s source, kx, ky int) source {
	w, h := blocks(s.width, kx), blocks(s.height, ky)
	small := make([]uint8, 0, 3*w*h)
	line, sums := make([]uint8, 3*s.width), make([]uint32, 3*s.width)
	for top := 0; top < s.height; top += ky {
		clear(sums)
		rows := min(ky, s.height-top)
		for r := range rows {
			s.row(top+r, line)
			add(sums, line)
		}
		small = averages(small, sums, 3, kx, rows)
	}
	return packed(small, w, h)
}

// add adds a row to the sums of its columns.
func add(sums []uint32, row []uint8) {
	row = row[:len(sums)]
	for i, v := range row {
		sums[i] += uint32(v)
	}
}

// averages appends the means of kx columns each, channel by channel, of sums
// over so many rows.
func averages(small []uint8, sums []uint32, channels, kx, rows int) []uint8 {
	for left := 0; left < len(sums); left += kx * channels {
		right := min(left+kx*channels, len(sums))
		n := (right - left) / channels * rows
		for c := range channels {
			sum := n / 2 // rounds
			for i := left + c; i < right; i += channels {
				sum += int(sums[i])
			}
			small = append(small, uint8(sum/n&0xff))
		}
	}
	return small
}
