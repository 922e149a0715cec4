package imaging

import "image"

// chroma gives the chroma of a YCbCr picture at the resolution of its luma,
// row by row. Where pixels share a sample it may be enlarged as libjpeg does it
// by default: three parts of the nearer sample and one of the farther, each way.
// So a picture looks to a model as it does to most programs, and to the ones that
// made its training data: with samples simply repeated, edges are off by a dozen
// levels of 255.
type chroma struct {
	m            *image.YCbCr
	smooth       bool // else samples are repeated
	across, down int
	cb, cr       []uint8  // buffers of one row
	sums         []uint16 // of two rows of samples, four times what they were
}

func newChroma(m *image.YCbCr, smooth bool) *chroma {
	c := &chroma{m: m}
	c.across, c.down = subsampling(m.SubsampleRatio)
	c.smooth = smooth && c.across <= 2 // coarser samples are not smoothed by libjpeg either
	return c
}

// row gives n samples of Cb and Cr from a point of the picture on. They are
// good until the next call.
func (c *chroma) row(at image.Point, n int) (cb, cr []uint8) {
	if c.across == 1 && c.down == 1 {
		i := c.m.COffset(at.X, at.Y)
		return c.m.Cb[i:][:n], c.m.Cr[i:][:n]
	}
	if cap(c.cb) < n {
		c.cb, c.cr = make([]uint8, n), make([]uint8, n)
		c.sums = make([]uint16, n/c.across+4)
	}
	c.cb, c.cr = c.cb[:n], c.cr[:n]
	c.enlarge(c.m.Cb, at, c.cb)
	c.enlarge(c.m.Cr, at, c.cr)
	return c.cb, c.cr
}

// enlarge fills out with the samples of a plane from a point on.
func (c *chroma) enlarge(plane []uint8, at image.Point, out []uint8) {
	first, last := c.m.Rect.Min.X/c.across, (c.m.Rect.Max.X-1)/c.across // columns of samples that there are
	left := max(at.X/c.across-1, first)
	right := min((at.X+len(out)-1)/c.across+1, last)
	sums := c.sums[:right-left+1]
	c.mix(plane, at.Y, left, sums)
	switch {
	case !c.smooth:
		for i := range out {
			out[i] = uint8(sums[(at.X+i)/c.across-left] >> 2 & 0xff)
		}
	case c.across == 1:
		for i := range out {
			out[i] = uint8((sums[at.X+i-left] + 1 + uint16(at.Y&1)) >> 2 & 0xff)
		}
	default:
		halves := [2]uint16{8, 7}
		if c.down == 1 {
			halves = [2]uint16{4, 8}
		}
		spread(sums, at.X-2*left, halves, out)
	}
}

// mix gives four times the samples of one row of the picture from a column of
// samples on: of two rows of samples, where rows share one.
func (c *chroma) mix(plane []uint8, y, left int, sums []uint16) {
	offset := func(row int) int {
		return (row-c.m.Rect.Min.Y/c.down)*c.m.CStride + left - c.m.Rect.Min.X/c.across
	}
	row := y / c.down
	near := plane[offset(row):][:len(sums)]
	far := near
	if c.smooth && c.down == 2 {
		other := min(max(row-1+2*(y&1), c.m.Rect.Min.Y/2), (c.m.Rect.Max.Y-1)/2)
		far = plane[offset(other):][:len(sums)]
	}
	for i, v := range near {
		sums[i] = 3*uint16(v) + uint16(far[i])
	}
}

// spread makes two samples of each sum, the first of them being number x, and
// brings them back to bytes. What is added before that is, as in libjpeg, one
// number for the first and another for the second of two, so that rounding goes
// up as often as down.
func spread(sums []uint16, x int, halves [2]uint16, out []uint8) {
	for i := range out {
		c := (x + i) >> 1
		other := max(c-1, 0)
		if (x+i)&1 == 1 {
			other = min(c+1, len(sums)-1)
		}
		out[i] = uint8((3*sums[c] + sums[other] + halves[(x+i)&1]) >> 4 & 0xff)
	}
}
