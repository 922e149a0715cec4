package portable

import "fmt"

// quantize makes whole numbers of real ones. It divides, as others do:
// multiplying with 1/scale would round some numbers the other way.
type quantize struct{ scale, lo, hi float32 }

// planQuantize handles QuantizeLinear with one scale for the whole tensor.
func planQuantize(b *builder, n *node, a *attributes) error {
	_ = a.integer("axis", 1) // of scales per channel
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(2, 3); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	c, err := b.coding(n, 1, 2)
	if err != nil {
		return err
	}
	q := quantize{scale: c.scale}
	q.lo, q.hi = c.limits()
	return b.emitCoded(n, q, v.shape, c, v)
}

func (q quantize) run(_ *team, in [][]float32, out []float32) {
	for i, x := range in[0] {
		out[i] = whole(x/q.scale, q.lo, q.hi)
	}
}

// planDequantize handles DequantizeLinear with one scale for the whole tensor.
func planDequantize(b *builder, n *node, a *attributes) error {
	_ = a.integer("axis", 1) // of scales per channel
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(2, 3); err != nil {
		return err
	}
	v, c, err := b.coded(n, 0)
	if err != nil {
		return err
	}
	return b.emit(n, factor{values: []float32{c.scale}, count: 1, inner: v.shape.size()}, v.shape, v)
}

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

// planQLinearMatMul handles the product of a matrix of whole numbers with
// constant ones.
func planQLinearMatMul(b *builder, n *node, a *attributes) error {
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(8, 8); err != nil {
		return err
	}
	v, x, err := b.coded(n, 0)
	if err != nil {
		return err
	}
	values, s, scales, err := b.codedWeights(n, 3, func(s shape) int { return len(s) - 1 })
	if err != nil {
		return err
	}
	y, err := b.coding(n, 6, 7)
	if err != nil {
		return err
	}
	g, err := b.newGemm(v.shape, values, s, false, 1)
	if err != nil {
		return err
	}
	if g.bias, err = b.weights(s[1]); err != nil {
		return err
	}
	if g.whole, err = b.rounding(x, scales, y); err != nil {
		return err
	}
	return b.emitCoded(n, g, shape{g.rows, s[1]}, y, v)
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
