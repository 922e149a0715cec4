package portable

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
