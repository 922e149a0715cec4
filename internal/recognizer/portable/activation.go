package portable

import "math"

// activation is an operator that changes each value by itself.
type activation interface {
	op
	// apply adds bias and then does the operator's work, in place.
	apply(v []float32, bias float32)
}

// clip limits values to lo…hi; NaN stays NaN. Relu is the clip from 0 to +Inf.
type clip struct{ lo, hi float32 }

func relu() clip { return clip{lo: 0, hi: float32(math.Inf(1))} }

func (c clip) run(t *team, in [][]float32, out []float32) { elementwise(t, c, 1, in[0], out) }

func (c clip) apply(v []float32, bias float32) {
	lo, hi := c.lo, c.hi
	if math.IsInf(float64(hi), 1) { // the usual case, and half the work
		for i, x := range v {
			v[i] = max(x+bias, lo)
		}
		return
	}
	for i, x := range v {
		v[i] = min(max(x+bias, lo), hi)
	}
}

func planRelu(b *builder, n *node, a *attributes) error {
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	return b.activate(n, relu())
}

// planClip reads the limits from attributes (before operator set 11) or inputs.
func planClip(b *builder, n *node, a *attributes) error {
	c := clip{lo: float32(math.Inf(-1)), hi: float32(math.Inf(1))}
	if b.opset < 11 {
		c.lo, c.hi = a.float("min", c.lo), a.float("max", c.hi)
	}
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 3); err != nil {
		return err
	}
	for i, limit := range []*float32{&c.lo, &c.hi} {
		if !n.has(i + 1) {
			continue
		}
		t, err := b.constant(n, i+1)
		if err != nil {
			return err
		}
		if *limit, err = t.scalar(); err != nil {
			return err
		}
	}
	return b.activate(n, c)
}

// activate does o to input 0 of n, in the convolution that makes it where possible.
func (b *builder) activate(n *node, o activation) error {
	v, err := b.input(n)
	if err != nil {
		return err
	}
	if e := b.ending(v); e != nil && b.onlyReader(n, 0) && e.then(o) {
		return b.define(n, v)
	}
	return b.emit(n, o, v.shape, v)
}
