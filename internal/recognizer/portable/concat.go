package portable

import (
	"fmt"
	"slices"
)

// concat joins tensors along one axis.
type concat struct {
	rows    int   // how often each tensor gives a part
	lengths []int // of the parts
	offsets []int // of the parts in a row of the output
	row     int   // length of a row of the output
}

// maxJoined bounds the inputs of one Concat; large models have some ten.
const maxJoined = 256

func planConcat(b *builder, n *node, a *attributes) error {
	at := a.integer("axis", 0)
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, maxJoined); err != nil {
		return err
	}
	if first, err := b.lookup(n, 0); err == nil && first.constant != nil {
		return b.joinShapes(n, at)
	}
	var c concat
	var s shape
	var values []value
	var axis int
	for i := range n.inputs {
		v, err := b.lookup(n, i)
		if err != nil {
			return err
		}
		if v.constant != nil {
			return fmt.Errorf("input %d (%q) is a constant; only computed values are supported", i, n.inputs[i])
		}
		if i == 0 {
			s = slices.Clone(v.shape)
			if axis, err = s.axis(at, len(s)-1); err != nil {
				return err
			}
			s[axis] = 0
		}
		if len(v.shape) != len(s) || !slices.Equal(v.shape[:axis], s[:axis]) || !slices.Equal(v.shape[axis+1:], s[axis+1:]) {
			return fmt.Errorf("shapes %v and %v do not fit together along axis %d", values[0].shape, v.shape, axis)
		}
		s[axis] += v.shape[axis]
		if s[axis] > maxElements {
			return fmt.Errorf("the output has more than %d values", maxElements)
		}
		length := v.shape[axis:].size()
		values = append(values, v)
		c.lengths, c.offsets, c.row = append(c.lengths, length), append(c.offsets, c.row), c.row+length
	}
	c.rows = s[:axis].size()
	return b.emit(n, c, s, values...)
}

func (c concat) run(t *team, in [][]float32, out []float32) {
	t.do(len(in), len(out), func(_ []float32, i int) {
		for r := range c.rows {
			copy(out[r*c.row+c.offsets[i]:][:c.lengths[i]], in[i][r*c.lengths[i]:])
		}
	})
}
