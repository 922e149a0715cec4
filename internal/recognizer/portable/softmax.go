package portable

import "math"

// softmax turns scores into probabilities along one axis.
type softmax struct{ outer, length, inner int }

// planSoftmax follows both meanings of axis: before operator set 13 all axes
// from it on are one.
func planSoftmax(b *builder, n *node, a *attributes) error {
	fallback := int64(-1)
	if b.opset < 13 {
		fallback = 1
	}
	at := a.integer("axis", fallback)
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
	axis, err := v.shape.axis(at, len(v.shape)-1)
	if err != nil {
		return err
	}
	var s softmax
	s.outer, s.length, s.inner = v.shape.split(axis)
	if b.opset < 13 {
		s.length, s.inner = s.length*s.inner, 1
	}
	return b.emit(n, s, v.shape, v)
}

func (s softmax) run(_ *team, in [][]float32, out []float32) {
	copy(out, in[0])
	for o := range s.outer {
		for i := range s.inner {
			s.one(out[o*s.length*s.inner+i:])
		}
	}
}

// one handles the values at 0, inner, 2*inner, … The highest score is taken off
// first, so that exp does not overflow.
func (s softmax) one(v []float32) {
	last := (s.length-1)*s.inner + 1
	top := v[0]
	for i := 0; i < last; i += s.inner {
		top = max(top, v[i])
	}
	var total float64
	for i := 0; i < last; i += s.inner {
		e := math.Exp(float64(v[i] - top))
		v[i] = float32(e)
		total += e
	}
	for i := 0; i < last; i += s.inner {
		v[i] = float32(float64(v[i]) / total)
	}
}
