package portable

import (
	"errors"
	"fmt"
	"math"
)

// resize scales the height and width of images.
type resize struct {
	channels int
	h, w     samples
}

// samples says of which two values of the input each value of the output is a
// mean, for one axis.
type samples struct {
	in     int
	lo, hi []int32
	weight []float32 // of hi, 0 to 1; nil for nearest neighbors: lo alone
}

// planResize takes the size of the output from scales or from sizes.
func planResize(b *builder, n *node, a *attributes) error {
	if b.opset < 11 {
		return fmt.Errorf("it is supported from operator set 11 on, the model has %d", b.opset)
	}
	how, err := readSampling(a)
	if err != nil {
		return err
	}
	if err := n.arity(1, 4); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	if len(v.shape) != 4 {
		return fmt.Errorf("input has shape %v, expected 1 x channels x height x width", v.shape)
	}
	s, scales, err := b.resized(n, v.shape)
	if err != nil {
		return err
	}
	if s[0] != v.shape[0] || s[1] != v.shape[1] {
		return fmt.Errorf("shape %v becomes %v; only height and width may change", v.shape, s)
	}
	if s, err = checked(s); err != nil {
		return err
	}
	if _, err := b.weights(3, s[2]+s[3]); err != nil { // what the samples need
		return errors.New("the output is far larger than the file lets expect")
	}
	return b.emit(n, resize{
		channels: s[0] * s[1], h: how.samples(v.shape[2], s[2], scales[0]), w: how.samples(v.shape[3], s[3], scales[1]),
	}, s, v)
}

// resized gives the shape of the output and the scales of height and width.
func (b *builder) resized(n *node, in shape) (s shape, scales [2]float32, err error) {
	factors, err := b.optional(n, 2)
	if err != nil {
		return nil, scales, err
	}
	sizes, err := b.optional(n, 3)
	if err != nil {
		return nil, scales, err
	}
	switch {
	case factors != nil && sizes != nil:
		return nil, scales, errors.New("scales and sizes are both given")
	case factors != nil:
		return scaled(in, factors)
	case sizes != nil:
		return sized(in, sizes)
	default:
		return nil, scales, errors.New("neither scales nor sizes are given")
	}
}

func scaled(in shape, factors *tensor) (s shape, scales [2]float32, err error) {
	f, _, err := factors.float32s()
	if err != nil {
		return nil, scales, err
	}
	if len(f) != len(in) {
		return nil, scales, fmt.Errorf("scales %v do not fit shape %v", f, in)
	}
	for i, d := range in {
		length := math.Floor(float64(f[i] * float32(d)))
		if !(length >= 1 && length <= maxElements) {
			return nil, scales, fmt.Errorf("scales %v do not fit shape %v", f, in)
		}
		s = append(s, int(length))
	}
	return s, [2]float32{f[2], f[3]}, nil
}

func sized(in shape, sizes *tensor) (s shape, scales [2]float32, err error) {
	dims, err := sizes.int64s()
	if err != nil {
		return nil, scales, err
	}
	if len(dims) != len(in) {
		return nil, scales, fmt.Errorf("sizes %v do not fit shape %v", dims, in)
	}
	for _, d := range dims {
		if d < 1 || d > maxElements {
			return nil, scales, fmt.Errorf("sizes %v do not fit shape %v", dims, in)
		}
		s = append(s, int(d))
	}
	return s, [2]float32{float32(s[2]) / float32(in[2]), float32(s[3]) / float32(in[3])}, nil
}

// optional finds a constant that may be absent, or empty, which means the same.
func (b *builder) optional(n *node, i int) (*tensor, error) {
	if !n.has(i) {
		return nil, nil
	}
	t, err := b.constant(n, i)
	if err == nil && len(t.dims) == 1 && t.dims[0] == 0 {
		return nil, nil
	}
	return t, err
}

func (r resize) run(t *team, in [][]float32, out []float32) {
	from, to := r.h.in*r.w.in, len(out)/r.channels
	t.do(r.channels, 2*len(out), func(_ []float32, c int) {
		src, dst := in[0][c*from:][:from], out[c*to:][:to]
		width := len(r.w.lo)
		for y, lo := range r.h.lo {
			top, row := src[int(lo)*r.w.in:][:r.w.in], dst[y*width:][:width]
			if r.h.weight == nil {
				for x, at := range r.w.lo {
					row[x] = top[at]
				}
				continue
			}
			r.linear(row, top, src[int(r.h.hi[y])*r.w.in:][:r.w.in], r.h.weight[y])
		}
	})
}

// linear computes one row of the output from two of the input, of which the
// second one has the weight v.
func (r resize) linear(row, top, bottom []float32, v float32) {
	for x, lo := range r.w.lo {
		hi, u := r.w.hi[x], r.w.weight[x]
		a := top[lo] + u*(top[hi]-top[lo])
		b := bottom[lo] + u*(bottom[hi]-bottom[lo])
		row[x] = a + v*(b-a)
	}
}
