package portable

// quantize makes whole numbers of real ones. It divides, as others do:
// multiplying with 1/scale would round some numbers the other way.
type quantize struct {
	scale float32
	limits
}

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
	return b.emitCoded(n, quantize{c.scale, c.limits()}, v.shape, c, v)
}

func (q quantize) run(_ *team, in [][]float32, out []float32) {
	for i, x := range in[0] {
		out[i] = q.whole(x / q.scale)
	}
}

// planDequantize handles DequantizeLinear: of computed numbers with one scale for
// the whole tensor, and of constants, which Load expands.
func planDequantize(b *builder, n *node, a *attributes) error {
	axis := a.integer("axis", 1) // of scales per channel
	a.onlyZero("block_size")
	if t := a.integer("output_dtype", typeFloat); t != 0 && t != typeFloat {
		a.fail("attribute output_dtype = %d is not supported, only float32 (%d)", t, typeFloat)
	}
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(2, 3); err != nil {
		return err
	}
	if v, err := b.find(n, 0); err == nil && v.constant != nil {
		return b.dequantize(n, axis)
	}
	v, c, err := b.coded(n, 0)
	if err != nil {
		return err
	}
	return b.emit(n, factor{values: []float32{c.scale}, count: 1, inner: v.shape.size()}, v.shape, v)
}
