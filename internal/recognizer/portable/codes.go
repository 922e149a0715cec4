package portable

import (
	"errors"
	"fmt"
)

// codes are constant whole numbers of 8 bits with their scales and zero points,
// one for all or one for each index of an axis.
type codes struct {
	tensor        *tensor
	shape         shape
	length, inner int // indices of the axis, and values in a row that have the same
	scales        []float32
	zeros         []int64
}

// codes reads input i; the next two inputs give scales and zero points.
func (b *builder) codes(n *node, i int, axis func(shape) (int, error)) (*codes, error) {
	t, err := b.constant(n, i)
	if err != nil {
		return nil, err
	}
	if t.elem != typeUint8 && t.elem != typeInt8 {
		return nil, t.notCoded()
	}
	c := &codes{tensor: t, length: 1, zeros: []int64{0}}
	if c.shape, err = t.shape(); err != nil {
		return nil, err
	}
	c.inner = c.shape.size()
	if c.scales, err = b.scales(n, i+1); err != nil {
		return nil, err
	}
	if n.has(i + 2) {
		if c.zeros, err = b.zeros(n, i+2, t.elem); err != nil {
			return nil, err
		}
	}
	if len(c.scales) == 1 && len(c.zeros) == 1 {
		return c, nil
	}
	at, err := axis(c.shape)
	if err != nil {
		return nil, err
	}
	_, c.length, c.inner = c.shape.split(at)
	if k := len(c.scales); k != 1 && k != c.length || len(c.zeros) != 1 && len(c.zeros) != c.length {
		return nil, fmt.Errorf("weights of shape %v have %d scales and %d zero points, expected 1 or %d", c.shape, k, len(c.zeros), c.length)
	}
	return c, nil
}

// zeros reads the zero points of weights of a type.
func (b *builder) zeros(n *node, i int, elem int64) ([]int64, error) {
	t, err := b.constant(n, i)
	if err != nil {
		return nil, err
	}
	zeros, _, err := t.bytes8()
	if err == nil && t.elem != elem {
		err = fmt.Errorf("weights and their zero points have types %d and %d", elem, t.elem)
	}
	return zeros, err
}

// reduced gives the numbers less their zero points.
func (c *codes) reduced() ([]float32, error) { return c.times([]float32{1}) }

// real gives the numbers that they stand for.
func (c *codes) real() ([]float32, error) { return c.times(c.scales) }

// times gives the numbers less their zero points, times one factor or one for
// each index of the axis.
func (c *codes) times(factors []float32) ([]float32, error) {
	number, s, err := c.tensor.numbers()
	if err != nil {
		return nil, err
	}
	values := make([]float32, s.size())
	for from := 0; from < len(values); from += c.inner {
		at := from / c.inner % c.length
		zero, factor := c.zeros[at%len(c.zeros)], factors[at%len(factors)]
		for i := from; i < from+c.inner; i++ {
			values[i] = float32(number(i)-zero) * factor
		}
	}
	return values, nil
}

// codedWeights reads the weights of an operator on whole numbers: reduced, their
// shape, and their scales.
func (b *builder) codedWeights(n *node, i int, axis func(shape) int) (values []float32, s shape, scales []float32, err error) {
	c, err := b.codes(n, i, func(s shape) (int, error) {
		if len(s) < 2 {
			return 0, fmt.Errorf("weights have shape %v", s)
		}
		return axis(s), nil
	})
	if err != nil {
		return nil, nil, nil, err
	}
	values, err = c.reduced()
	return values, c.shape, c.scales, err
}

// dequantize names the real values of constant whole numbers: weights that are
// stored in 8 bits.
func (b *builder) dequantize(n *node, axis int64) error {
	c, err := b.codes(n, 0, func(s shape) (int, error) {
		if len(s) == 0 {
			return 0, errors.New("a single value has several scales or zero points")
		}
		return s.axis(axis, len(s)-1)
	})
	if err != nil {
		return err
	}
	t := &tensor{name: n.outputs[0], dims: c.tensor.dims, elem: typeFloat, expand: c.real}
	return b.define(n, value{constant: t})
}
