package portable

import "fmt"

// planCast handles Cast of constants that are stored as float16, and Cast to the
// type that a value has already. Everything is computed as float32.
func planCast(b *builder, n *node, a *attributes) error {
	to := a.integer("to", 0)
	_ = a.integer("saturate", 1)   // of float8
	_ = a.text("round_mode", "up") // as above
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	v, err := b.lookup(n, 0)
	if err != nil {
		return err
	}
	from := int64(typeFloat)
	if v.constant != nil {
		from = v.constant.elem
	}
	switch {
	case from == typeHalf && to == typeFloat:
		t := &tensor{name: n.outputs[0], dims: v.constant.dims, elem: typeFloat, expand: v.constant.halves}
		return b.define(n, value{constant: t})
	case from != to:
		return fmt.Errorf("a cast from element type %d to %d is not supported, only to the same and from float16 (%d) constants to float32 (%d)",
			from, to, typeHalf, typeFloat)
	case v.constant != nil:
		return b.define(n, v)
	}
	return b.reshaped(n, v, v.shape)
}
