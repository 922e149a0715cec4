package portable

import "fmt"

// planTranspose puts the axes into another order, by default into the reverse one.
func planTranspose(b *builder, n *node, a *attributes) error {
	order := a.integers("perm")
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	rank := len(v.shape)
	if order == nil {
		for i := range rank {
			order = append(order, int64(rank-1-i))
		}
	}
	if len(order) != rank {
		return fmt.Errorf("perm %v does not fit shape %v", order, v.shape)
	}
	strides, seen := v.shape.strides(), make([]bool, rank)
	s, steps := make(shape, rank), make([]int, rank)
	for i, axis := range order {
		if axis < 0 || axis >= int64(rank) || seen[axis] {
			return fmt.Errorf("perm %v does not name each axis of shape %v once", order, v.shape)
		}
		seen[axis] = true
		s[i], steps[i] = v.shape[axis], strides[axis]
	}
	o := newStrided(0, s, steps)
	if len(o.sizes) == 1 && o.steps[0] == 1 { // only axes of length 1 moved
		return b.reshaped(n, v, s)
	}
	return b.emit(n, o, s, v)
}
