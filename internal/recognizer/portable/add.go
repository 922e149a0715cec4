package portable

import (
	"errors"
	"fmt"
	"slices"
)

// planAdd handles the sum of two computed tensors of one shape, and of a
// computed tensor and a constant that is repeated along some axes.
func planAdd(b *builder, n *node, a *attributes) error {
	x, y, err := b.operands(n, a)
	if err != nil {
		return err
	}
	switch {
	case x.constant != nil:
		return b.addConstant(n, y, x.constant)
	case y.constant != nil:
		return b.addConstant(n, x, y.constant)
	case !slices.Equal(x.shape, y.shape):
		return fmt.Errorf("shapes %v and %v differ; only constants are repeated to fit", x.shape, y.shape)
	}
	if b.addToConv(n, x, y, 0) || b.addToConv(n, y, x, 1) {
		return nil
	}
	return b.emit(n, sum{}, x.shape, x, y)
}

// operands finds the two inputs of a sum or product, of which one at least is
// computed.
func (b *builder) operands(n *node, a *attributes) (x, y value, err error) {
	if err := a.done(); err != nil {
		return x, y, err
	}
	if err := n.arity(2, 2); err != nil {
		return x, y, err
	}
	if x, err = b.lookup(n, 0); err != nil {
		return x, y, err
	}
	if y, err = b.lookup(n, 1); err == nil && x.constant != nil && y.constant != nil {
		err = errors.New("both inputs are constants, which is not supported")
	}
	return x, y, err
}

// addToConv lets the convolution that makes v (input i of n) add the other one,
// if that is ready by then.
func (b *builder) addToConv(n *node, v, other value, i int) bool {
	e := b.ending(v)
	if e == nil || e.residual || !b.onlyReader(n, i) || b.madeAt(other.store) >= v.step {
		return false
	}
	if b.define(n, v) != nil {
		return false // the name is taken: emit reports it
	}
	e.residual = true
	s := &b.steps[v.step]
	s.in = append(s.in, other.store)
	return true
}

// madeAt gives the step that writes a store, -1 for the input.
func (b *builder) madeAt(store int) int {
	return slices.IndexFunc(b.steps, func(s step) bool { return s.out == store })
}

// sum adds two tensors.
type sum struct{}

func (sum) run(_ *team, in [][]float32, out []float32) {
	x, y := in[0][:len(out)], in[1][:len(out)]
	for i := range out {
		out[i] = x[i] + y[i]
	}
}

// offset adds a constant: value i of the input gets values[i/inner%len(values)].
type offset struct {
	values []float32
	inner  int
}

// addConstant handles constants that are repeated to fit v.
func (b *builder) addConstant(n *node, v value, t *tensor) error {
	values, inner, err := b.repeating(t, v.shape)
	if err != nil {
		return err
	}
	return b.emit(n, offset{values: values, inner: inner}, v.shape, v)
}

// repeating keeps the values of a constant that is repeated to fit a shape, and
// tells how often each of them is repeated in a row.
func (b *builder) repeating(t *tensor, full shape) (kept []float32, inner int, err error) {
	values, s, err := t.float32s()
	if err != nil {
		return nil, 0, err
	}
	if inner, err = repeated(s, full); err != nil {
		return nil, 0, err
	}
	if kept, err = b.weights(len(values)); err != nil {
		return nil, 0, err
	}
	copy(kept, values)
	return kept, inner, nil
}

func (o offset) run(_ *team, in [][]float32, out []float32) {
	copy(out, in[0])
	for len(out) > 0 {
		for _, v := range o.values {
			part := out[:o.inner]
			for i := range part {
				part[i] += v
			}
			out = out[o.inner:]
		}
	}
}
