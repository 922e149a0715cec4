package portable

import (
	"errors"
	"fmt"
)

// planSplit cuts a tensor along one axis. Each output is a step of its own.
func planSplit(b *builder, n *node, a *attributes) error {
	at := a.integer("axis", 0)
	if b.opset >= 18 { // the outputs tell it, too
		_ = a.integer("num_outputs", 0)
	}
	var parts []int64
	if b.opset < 13 {
		parts = a.integers("split")
	}
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 2); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	axis, err := v.shape.axis(at, len(v.shape)-1)
	if err != nil {
		return err
	}
	if b.opset >= 13 && n.has(1) {
		t, err := b.constant(n, 1)
		if err != nil {
			return err
		}
		if parts, err = t.int64s(); err != nil {
			return err
		}
	}
	lengths, err := cut(v.shape[axis], len(n.outputs), parts)
	if err != nil {
		return err
	}
	steps, from := v.shape.strides(), 0
	for i, name := range n.outputs {
		s := append(shape(nil), v.shape...)
		s[axis] = lengths[i]
		if name != "" {
			if err := b.emitAs(n, name, newStrided(from*steps[axis], s, steps), s, v); err != nil {
				return err
			}
		}
		from += lengths[i]
	}
	return nil
}

// cut gives the lengths of n parts of an axis: the given ones, or equal ones of
// which the last may be shorter.
func cut(length, n int, given []int64) ([]int, error) {
	lengths, left := make([]int, n), length
	if n == 0 {
		return nil, errors.New("it has no output")
	}
	if given != nil && len(given) != n {
		return nil, fmt.Errorf("there are %d lengths for %d outputs", len(given), n)
	}
	each := (length + n - 1) / n
	for i := range lengths {
		part := int64(min(each, left))
		if given != nil {
			part = given[i]
		}
		if part < 1 || part > int64(left) {
			return nil, fmt.Errorf("an axis of length %d cannot be split into %d outputs (lengths %v)", length, n, given)
		}
		lengths[i] = int(part)
		left -= lengths[i]
	}
	if left != 0 {
		return nil, fmt.Errorf("lengths %v do not add up to %d", given, length)
	}
	return lengths, nil
}
