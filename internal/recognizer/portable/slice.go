package portable

import (
	"fmt"
	"slices"
)

// planSlice takes every step-th index from start to end of some axes. Before
// operator set 10 the settings are attributes and all steps are 1.
func planSlice(b *builder, n *node, a *attributes) error {
	var starts, ends, axes, steps []int64
	if b.opset < 10 {
		starts, ends, axes = a.integers("starts"), a.integers("ends"), a.integers("axes")
	}
	if err := a.done(); err != nil {
		return err
	}
	most := 5
	if b.opset < 10 {
		most = 1
	}
	if err := n.arity(1, most); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	for i, list := range []*[]int64{&starts, &ends, &axes, &steps} {
		if !n.has(i + 1) {
			continue
		}
		t, err := b.constant(n, i+1)
		if err != nil {
			return err
		}
		if *list, err = t.int64s(); err != nil {
			return err
		}
	}
	o, s, err := sliced(v.shape, starts, ends, axes, steps)
	if err != nil {
		return err
	}
	return b.emit(n, o, s, v)
}

// sliced plans the copy. Axes and steps are nil where absent.
func sliced(in shape, starts, ends, axes, steps []int64) (strided, shape, error) {
	if axes == nil {
		for i := range starts {
			axes = append(axes, int64(i))
		}
	}
	if steps == nil {
		steps = slices.Repeat([]int64{1}, len(starts))
	}
	if len(starts) == 0 || len(ends) != len(starts) || len(axes) != len(starts) || len(steps) != len(starts) {
		return strided{}, nil, fmt.Errorf("there are %d starts, %d ends, %d axes and %d steps",
			len(starts), len(ends), len(axes), len(steps))
	}
	from, s, strides := 0, slices.Clone(in), in.strides()
	done := make([]bool, len(in))
	for i := range starts {
		axis, err := in.axis(axes[i], len(in)-1)
		if err != nil {
			return strided{}, nil, err
		}
		if done[axis] {
			return strided{}, nil, fmt.Errorf("axis %d is given twice", axis)
		}
		done[axis] = true
		first, count := indices(starts[i], ends[i], steps[i], int64(in[axis]))
		if count < 1 {
			return strided{}, nil, fmt.Errorf("nothing is left of axis %d of shape %v from %d to %d in steps of %d",
				axis, in, starts[i], ends[i], steps[i])
		}
		from += int(first) * strides[axis]
		s[axis] = int(count)
		if count > 1 { // so that the step is less than the axis is long
			strides[axis] *= int(steps[i])
		}
	}
	return newStrided(from, s, strides), s, nil
}

// indices gives the first index and their number. Positions that are negative
// count from the end, and those outside of the axis mean its borders.
func indices(start, end, step, length int64) (first, count int64) {
	lowest, highest := int64(0), length // of start and end
	if step < 0 {
		lowest, highest = -1, length-1
	}
	limit := func(p int64) int64 {
		if p < 0 {
			p += length
		}
		return min(max(p, lowest), highest)
	}
	first, end = limit(start), limit(end)
	switch {
	case step > 0 && end > first:
		return first, (end-first-1)/step + 1
	case step < 0 && end < first:
		return first, (end-first+1)/step + 1
	}
	return 0, 0
}
