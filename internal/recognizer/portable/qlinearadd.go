package portable

import "fmt"

// codedSum adds two tensors of whole numbers; the second one may be a constant
// that is repeated to fit.
type codedSum struct {
	a, b   float32   // factors
	values []float32 // nil for the second input
	inner  int       // as in factor
	limits
}

// planQLinearAdd handles the sum of two tensors of whole numbers.
func planQLinearAdd(b *builder, n *node, a *attributes) error {
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(7, 8); err != nil {
		return err
	}
	v, x, err := b.coded(n, 0)
	if err != nil {
		return err
	}
	w, err := b.find(n, 3)
	if err != nil {
		return err
	}
	z, err := b.coding(n, 6, 7)
	if err != nil {
		return err
	}
	sum, ins := codedSum{a: x.scale / z.scale, limits: z.limits()}, []value{v}
	var y coding
	var s shape
	if w.constant != nil {
		y, s, err = b.codedConstant(n, 3, &sum.values)
	} else {
		w, y, err = b.coded(n, 3)
		s, ins = w.shape, append(ins, w)
	}
	if err != nil {
		return err
	}
	if x.elem != y.elem || x.elem != z.elem {
		return fmt.Errorf("the two inputs and the output have types %d, %d and %d, expected one type", x.elem, y.elem, z.elem)
	}
	if sum.inner, err = repeated(s, v.shape); err != nil {
		return err
	}
	sum.b = y.scale / z.scale
	return b.emitCoded(n, sum, v.shape, z, ins...)
}

// codedConstant reads a constant of whole numbers with one scale and one zero
// point, and stores it reduced by that.
func (b *builder) codedConstant(n *node, i int, dst *[]float32) (coding, shape, error) {
	c, err := b.coding(n, i+1, i+2)
	if err != nil {
		return c, nil, err
	}
	t, err := b.constant(n, i)
	if err != nil {
		return c, nil, err
	}
	codes, s, err := t.bytes8()
	if err != nil {
		return c, nil, err
	}
	if t.elem != c.elem {
		return c, nil, fmt.Errorf("input %d (%q) and its zero point have types %d and %d", i, n.inputs[i], t.elem, c.elem)
	}
	if *dst, err = b.weights(len(codes)); err != nil {
		return c, nil, err
	}
	for j, q := range codes {
		(*dst)[j] = float32(q - c.zero)
	}
	return c, s, nil
}

func (s codedSum) run(_ *team, in [][]float32, out []float32) {
	values := s.values
	if values == nil {
		values = in[1]
	}
	for x := in[0]; len(out) > 0; {
		if s.inner == 1 { // above all, where nothing is repeated
			for i, y := range values {
				out[i] = s.whole(float32(s.a*x[i]) + float32(s.b*y))
			}
			x, out = x[len(values):], out[len(values):]
			continue
		}
		for _, y := range values {
			for i, v := range x[:s.inner] {
				out[i] = s.whole(float32(s.a*v) + float32(s.b*y))
			}
			x, out = x[s.inner:], out[s.inner:]
		}
	}
}
