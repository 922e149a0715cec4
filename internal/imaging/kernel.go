package imaging

import "math"

// kernelBits is the precision of the weights: they are integers that sum up
// to about 1<<kernelBits. 22 bits leave room for 255 times that in 32, also
// where negative weights let the others sum up to more.
const kernelBits = 22

// taps says from which input pixels one output pixel is mixed: those from
// first on, with a weight each.
type taps struct {
	first   int
	weights []int32
}

// end is the pixel after the last one.
func (t taps) end() int { return t.first + len(t.weights) }

// kernel gives the taps of the output pixels from offset to offset+n of a
// line of `in` pixels that is scaled to `out` pixels. in may be fractional:
// the last pixel stands for a part then. The curve is stretched to output
// pixels when shrinking, as Pillow's Image.resize does.
func kernel(in float64, out, offset, n int, c curve) []taps {
	pixels := int(math.Ceil(in))
	scale := in / float64(out)
	stretch := max(1, scale)
	support := c.support * stretch
	kernel := make([]taps, n)
	for i := range kernel {
		center := (float64(offset+i) + 0.5) * scale
		first := max(0, int(center-support+0.5))
		last := min(pixels, int(center+support+0.5))
		kernel[i] = taps{first: first, weights: weights(c, center, stretch, first, last, in)}
	}
	return kernel
}

// weights gives those of the pixels from first to last, not included, of a line
// of `in` pixels.
func weights(c curve, center, stretch float64, first, last int, in float64) []int32 {
	exact := make([]float64, last-first)
	sum := 0.0
	for j := range exact {
		part := min(1, in-float64(first+j)) // the last pixel may stand for a part
		exact[j] = part * c.weight((float64(first+j)+part/2-center)/stretch)
		sum += exact[j]
	}
	weights := make([]int32, len(exact))
	for j, w := range exact {
		weights[j] = int32(math.Round(w / sum * (1 << kernelBits)))
	}
	return weights
}

// level brings a weighted sum back to a byte, rounded.
func level(sum int32) uint8 {
	return uint8(min(max((sum+1<<(kernelBits-1))>>kernelBits, 0), 255))
}
