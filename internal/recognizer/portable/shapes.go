package portable

import "fmt"

// The operators of this file compute shapes, which exporters hand to Reshape.
// All shapes are known when a model is loaded, so they are computed then.

// maxFolded bounds the values of a constant that is computed from others; a
// shape has few.
const maxFolded = 64

// fold names a computed constant; dims are its dimensions.
func (b *builder) fold(n *node, values []int64, dims ...int64) error {
	t := &tensor{name: n.outputs[0], dims: dims, elem: typeInt64, ints: values}
	return b.define(n, value{constant: t})
}

// folded reads a constant of a few int64 values.
func (b *builder) folded(n *node, i int) (values []int64, s shape, err error) {
	t, err := b.constant(n, i)
	if err != nil {
		return nil, nil, err
	}
	if values, err = t.int64s(); err != nil {
		return nil, nil, err
	}
	if len(values) > maxFolded {
		return nil, nil, fmt.Errorf("input %d (%q) has %d values; only shapes of up to %d are computed", i, n.inputs[i], len(values), maxFolded)
	}
	s, err = t.shape()
	return values, s, err
}

// planShape gives the shape of a computed tensor.
func planShape(b *builder, n *node, a *attributes) error {
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
	return b.fold(n, int64s(v.shape), int64(len(v.shape)))
}

// planGather takes some values of a list.
func planGather(b *builder, n *node, a *attributes) error {
	a.onlyZero("axis")
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(2, 2); err != nil {
		return err
	}
	list, s, err := b.folded(n, 0)
	if err != nil {
		return err
	}
	at, atShape, err := b.folded(n, 1)
	if err != nil {
		return err
	}
	if len(s) != 1 {
		return fmt.Errorf("input of shape %v is no list", s)
	}
	values := make([]int64, len(at))
	for i, k := range at {
		if k < 0 {
			k += int64(len(list))
		}
		if k < 0 || k >= int64(len(list)) {
			return fmt.Errorf("there is no index %d in a list of %d values", at[i], len(list))
		}
		values[i] = list[k]
	}
	return b.fold(n, values, int64s(atShape)...)
}

// planUnsqueeze makes a list of a single value. The axes are an attribute before
// operator set 13 and an input from then on.
func planUnsqueeze(b *builder, n *node, a *attributes) error {
	axes := a.integers("axes")
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 2); err != nil {
		return err
	}
	values, s, err := b.folded(n, 0)
	if err != nil {
		return err
	}
	if n.has(1) {
		if axes, _, err = b.folded(n, 1); err != nil {
			return err
		}
	}
	if len(s) != 0 || len(axes) != 1 || axes[0] != 0 && axes[0] != -1 {
		return fmt.Errorf("axes %v of shape %v are not supported, only axis 0 of a single value", axes, s)
	}
	return b.fold(n, values, 1)
}

// joinShapes is Concat of lists.
func (b *builder) joinShapes(n *node, axis int64) error {
	var all []int64
	for i := range n.inputs {
		values, s, err := b.folded(n, i)
		if err != nil {
			return err
		}
		if len(s) != 1 || axis != 0 && axis != -1 {
			return fmt.Errorf("constant %d (%q) of shape %v is no list, or axis %d is not 0", i, n.inputs[i], s, axis)
		}
		all = append(all, values...)
	}
	return b.fold(n, all, int64(len(all)))
}
