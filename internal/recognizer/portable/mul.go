package portable

import (
	"fmt"
	"slices"
)

// factor multiplies a tensor with a smaller one that is repeated to fit: value i
// with value i/inner%count of the other, which is a constant or, if values is
// nil, the second input.
type factor struct {
	values []float32
	count  int
	inner  int
}

// planMul handles the product of two tensors, of which one may be repeated
// along some axes to fit the other.
func planMul(b *builder, n *node, a *attributes) error {
	x, y, err := b.operands(n, a)
	if err != nil {
		return err
	}
	if x.constant != nil || y.constant == nil && (len(x.shape) < len(y.shape) || x.shape.size() < y.shape.size()) {
		x, y = y, x
	}
	if y.constant == nil {
		inner, err := repeated(y.shape, x.shape)
		if err != nil {
			return err
		}
		return b.emit(n, factor{count: y.shape.size(), inner: inner}, x.shape, x, y)
	}
	values, inner, err := b.repeating(y.constant, x.shape)
	if err != nil {
		return err
	}
	return b.emit(n, factor{values: values, count: len(values), inner: inner}, x.shape, x)
}

func (f factor) run(_ *team, in [][]float32, out []float32) {
	values := f.values
	if values == nil {
		values = in[1]
	}
	x := in[0]
	for len(out) > 0 {
		if f.inner == 1 { // above all, where nothing is repeated
			for i, v := range values {
				out[i] = x[i] * v
			}
			x, out = x[f.count:], out[f.count:]
			continue
		}
		for _, v := range values {
			for i, u := range x[:f.inner] {
				out[i] = u * v
			}
			x, out = x[f.inner:], out[f.inner:]
		}
	}
}

// repeated checks that the dimensions of s match those of full along one run of
// axes and are 1 elsewhere: a number, one value per channel, a whole tensor. It
// gives the number of values of full that each value of s meets in a row.
func repeated(s, full shape) (inner int, err error) {
	if len(s) > len(full) {
		return 0, fmt.Errorf("shape %v does not fit %v", s, full)
	}
	for len(s) < len(full) {
		s = append(shape{1}, s...)
	}
	lo, hi := 0, len(s) // the run of axes that are not repeated
	for lo < hi && s[lo] == 1 {
		lo++
	}
	if lo == len(s) { // one value for all
		return full.size(), nil
	}
	for lo < hi && s[hi-1] == 1 {
		hi--
	}
	if !slices.Equal(s[lo:hi], full[lo:hi]) {
		return 0, fmt.Errorf("shape %v cannot be repeated to fit %v", s, full)
	}
	return full[hi:].size(), nil
}
