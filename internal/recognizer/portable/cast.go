package portable

import "fmt"

// planCast handles Cast to the type that the values have already, as which the
// engine computes everything, and Cast of constants.
func planCast(b *builder, n *node, a *attributes) error {
	to := a.integer("to", 0)
	_ = a.integer("saturate", 1)   // of small floats that are made
	_ = a.text("round_mode", "up") // as above
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	v, err := b.lookup(n, 0)
	switch {
	case err != nil:
		return err
	case v.constant == nil && to == typeFloat:
		return b.reshaped(n, v, v.shape)
	case v.constant != nil && to == v.constant.elem:
		return b.define(n, v)
	}
	return fmt.Errorf("cast of input 0 (%q) to element type %d is not supported, only to float32 (%d)", n.inputs[0], to, typeFloat)
}
