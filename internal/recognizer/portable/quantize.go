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
