package portable

// sigmoid computes 1/(1+exp(-x)).
type sigmoid struct{}

// silu computes x/(1+exp(-x)), which exporters write as Mul of x and its
// Sigmoid.
type silu struct{}

// planSigmoid finds out whether the value and its Sigmoid are only multiplied
// with each other and then does both at once, as Mul's output.
func planSigmoid(b *builder, n *node, a *attributes) error {
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	mul := b.gate(n)
	if mul == nil {
		return b.activate(n, sigmoid{})
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	b.fused[mul] = true
	if e := b.ending(v); e != nil && len(b.readers[n.inputs[0]]) == 2 && e.then(silu{}) {
		return b.define(mul, v)
	}
	return b.emit(mul, silu{}, v.shape, v)
}

// gate finds the Mul that is the only reader of n's output and multiplies it
// with n's input, nil if there is none.
func (b *builder) gate(n *node) *node {
	x, y := n.inputs[0], n.outputs[0]
	if len(b.readers[y]) != 1 {
		return nil
	}
	m := b.readers[y][0]
	if m == nil || m.op != "Mul" || !standardDomain(m.domain) || len(m.attributes) > 0 ||
		len(m.inputs) != 2 || m.oneOutput() != nil {
		return nil
	}
	if m.inputs[0] == x && m.inputs[1] == y || m.inputs[0] == y && m.inputs[1] == x {
		return m
	}
	return nil
}

// expWork is about how many multiply-adds the exponential of one value costs.
const expWork = 8

func (sigmoid) run(t *team, in [][]float32, out []float32) {
	elementwise(t, sigmoid{}, expWork, in[0], out)
}

func (sigmoid) apply(v []float32, bias float32) {
	for i, x := range v {
		scale, r := splitExp(-(x + bias))
		v[i] = 1 / (1 + scale*expNearZero(r))
	}
}

func (silu) run(t *team, in [][]float32, out []float32) {
	elementwise(t, silu{}, expWork, in[0], out)
}

func (silu) apply(v []float32, bias float32) {
	for i, x := range v {
		x += bias
		scale, r := splitExp(-x)
		v[i] = x / (1 + scale*expNearZero(r))
	}
}

// elementwise runs an activation by itself. Work is that of one value.
func elementwise(t *team, o activation, work int, in, out []float32) {
	const grain = 1 << 14
	tasks := (len(out) + grain - 1) / grain
	t.do(tasks, len(out)*work, func(_ []float32, task int) {
		lo, hi := task*grain, min((task+1)*grain, len(out))
		copy(out[lo:hi], in[lo:hi])
		o.apply(out[lo:hi], 0)
	})
}
