package portable

import (
	"errors"
	"fmt"
)

// The operators of this file move no data: they give a store another shape.

func (b *builder) reshaped(n *node, v value, s shape) error {
	s, err := checked(s)
	if err != nil {
		return err
	}
	if s.size() != v.shape.size() {
		return fmt.Errorf("shape %v has not as many values as %v", s, v.shape)
	}
	return b.define(n, value{shape: s, store: v.store, step: -1, coding: v.coding})
}

// planIdentity handles Identity, and Dropout, which does nothing outside of training.
func planIdentity(b *builder, n *node, a *attributes) error {
	most := 1
	if n.op == "Dropout" {
		_ = a.float("ratio", 0.5)
		_ = a.integer("seed", 0)
		most = 2 // the ratio; a third one, the training mode, is refused
	}
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, most); err != nil {
		return err
	}
	v, err := b.lookup(n, 0)
	if err != nil {
		return err
	}
	if v.constant != nil {
		return b.define(n, v)
	}
	return b.reshaped(n, v, v.shape)
}

// planConstant gives a name to a constant tensor.
func planConstant(b *builder, n *node, a *attributes) error {
	t := a.tensor("value")
	if err := a.done(); err != nil {
		return err
	}
	if t == nil {
		return errors.New("attribute value is missing")
	}
	t.name = n.outputs[0]
	return b.define(n, value{constant: t})
}

// planFlatten makes a matrix: the axes before axis, and the rest.
func planFlatten(b *builder, n *node, a *attributes) error {
	at := a.integer("axis", 1)
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	v, err := b.either(n)
	if err != nil {
		return err
	}
	axis, err := v.shape.axis(at, len(v.shape))
	if err != nil {
		return err
	}
	return b.reshaped(n, v, shape{v.shape[:axis].size(), v.shape[axis:].size()})
}

// planReshape takes the shape from a constant, where 0 keeps a dimension and -1
// stands for what is left.
func planReshape(b *builder, n *node, a *attributes) error {
	a.onlyZero("allowzero")
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(2, 2); err != nil {
		return err
	}
	v, err := b.either(n)
	if err != nil {
		return err
	}
	t, err := b.constant(n, 1)
	if err != nil {
		return err
	}
	dims, err := t.int64s()
	if err != nil {
		return err
	}
	s, err := resolve(dims, v.shape)
	if err != nil {
		return err
	}
	return b.reshaped(n, v, s)
}

func resolve(dims []int64, in shape) (shape, error) {
	if len(dims) > maxRank {
		return nil, fmt.Errorf("shape has %d dimensions, the limit is %d", len(dims), maxRank)
	}
	s, open := make(shape, len(dims)), -1
	for i, d := range dims {
		switch {
		case d == -1 && open < 0:
			open, s[i] = i, 1
		case d == 0 && i < len(in):
			s[i] = in[i]
		case d > 0 && d <= maxElements:
			s[i] = int(d)
		default:
			return nil, fmt.Errorf("shape %v does not fit %v", dims, in)
		}
	}
	s, err := checked(s)
	if err == nil && open >= 0 {
		s[open] = in.size() / s.size() // reshaped finds out if it does not divide
	}
	return s, err
}
