package imaging

import "image"

// gap is how many times larger than the result a picture stays after reduce:
// at 4 the result differs from that of shrinking alone by less than one level
// of 255 on average, and a camera picture costs a tenth.
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
	m, planes := img.(*image.YCbCr)
	if planes && m.Rect.Min == (image.Point{}) {
		across, down := subsampling(m.SubsampleRatio)
		kx, ky = wholeBlocks(kx, across), wholeBlocks(ky, down)
	}
	r := reduced{wide: float64(size.X) / float64(kx), high: float64(size.Y) / float64(ky)}
	switch {
	case kx == 1 && ky == 1:
		r.source = sourceOf(img)
	case planes && m.Rect.Min == (image.Point{}):
		r.source = sourceOf(reducePlanes(m, kx, ky))
	default:
		r.source = reduceRows(sourceOf(img), kx, ky)
	}
	return r
}

// wholeBlocks makes a factor a multiple of the subsampling, so that blocks of
// luma and chroma cover the same pixels; a factor of 1 stays.
func wholeBlocks(k, sub int) int {
	if k < sub {
		return 1
	}
	return k - k%sub
}

// reducePlanes averages the planes as they are: averages commute with the
// change of color space but for rounding, and chroma has fewer samples.
func reducePlanes(m *image.YCbCr, kx, ky int) *image.YCbCr {
	across, down := subsampling(m.SubsampleRatio)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	cw, ch := (w+across-1)/across, (h+down-1)/down
	small := &image.YCbCr{
		SubsampleRatio: image.YCbCrSubsampleRatio444,
		Rect:           image.Rect(0, 0, (w+kx-1)/kx, (h+ky-1)/ky),
	}
	small.YStride, small.CStride = small.Rect.Dx(), small.Rect.Dx()
	small.Y = reducePlane(m.Y, m.YStride, w, h, kx, ky)
	small.Cb = spread(m.Cb, m.CStride, cw, ch, kx, ky, across, down, small.Rect)
	small.Cr = spread(m.Cr, m.CStride, cw, ch, kx, ky, across, down, small.Rect)
	return small
}
