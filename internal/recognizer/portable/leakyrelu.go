package portable

import "math"

// leakyRelu multiplies negative values by a factor. The factor is looked up by
// the sign bit: a branch on values of random sign is mispredicted half the time.
type leakyRelu struct{ factors [2]float32 }

func planLeakyRelu(b *builder, n *node, a *attributes) error {
	alpha := a.float("alpha", 0.01)
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	return b.activate(n, leakyRelu{[2]float32{1, alpha}})
}

func (l leakyRelu) run(t *team, in [][]float32, out []float32) { elementwise(t, l, 1, in[0], out) }

func (l leakyRelu) apply(v []float32, bias float32) {
	for i, x := range v {
		x += bias
		v[i] = x * l.factors[math.Float32bits(x)>>31]
	}
}
