package portable

import "fmt"

// planQLinearConv handles a convolution of whole numbers.
func planQLinearConv(b *builder, n *node, a *attributes) error {
	if err := n.arity(8, 9); err != nil {
		return err
	}
	v, x, err := b.coded(n, 0)
	if err != nil {
		return err
	}
	values, s, scales, err := b.codedWeights(n, 3, func(shape) int { return 0 })
	if err != nil {
		return err
	}
	y, err := b.coding(n, 6, 7)
	if err != nil {
		return err
	}
	c, err := readConvolution(a, v.shape, values, s)
	if err != nil {
		return err
	}
	if c.bias, err = b.codedBias(n, 8, c.filters); err != nil {
		return err
	}
	if c.whole, err = b.rounding(x, scales, y); err != nil {
		return err
	}
	o, err := c.choose(b)
	if err != nil {
		return err
	}
	return b.emitCoded(n, o, shape{1, c.filters, c.h.out, c.w.out}, y, v)
}

// codedBias reads an optional bias of int32, zeros when absent.
func (b *builder) codedBias(n *node, i, filters int) ([]float32, error) {
	bias, err := b.weights(filters)
	if err != nil || !n.has(i) {
		return bias, err
	}
	t, err := b.constant(n, i)
	if err != nil {
		return nil, err
	}
	v, err := t.int32s()
	if err != nil {
		return nil, err
	}
	if len(v) != filters {
		return nil, fmt.Errorf("bias has %d values, expected one for each of %d filters", len(v), filters)
	}
	for i, x := range v {
		bias[i] = float32(x)
	}
	return bias, nil
}
