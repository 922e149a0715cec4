package portable

// strided copies values in another order or a part of them: Transpose, Slice
// and Split are that. The value at (i, j, …) of the output is the one at
// from + i*steps[0] + j*steps[1] + … of the input.
type strided struct {
	from  int
	sizes shape // of the output; neighbors that move as one are one axis
	steps []int
}

// newStrided prepares a copy of whole rows where the input has them in a row.
func newStrided(from int, sizes shape, steps []int) strided {
	s := strided{from: from}
	for i, n := range sizes {
		last := len(s.sizes) - 1
		switch {
		case n == 1:
		case last >= 0 && s.steps[last] == steps[i]*n:
			s.sizes[last], s.steps[last] = s.sizes[last]*n, steps[i]
		default:
			s.sizes, s.steps = append(s.sizes, n), append(s.steps, steps[i])
		}
	}
	if len(s.sizes) == 0 {
		s.sizes, s.steps = shape{1}, []int{1}
	}
	return s
}

// strides gives the distance in memory from one value to the next, for each axis.
func (s shape) strides() []int {
	steps, n := make([]int, len(s)), 1
	for i := len(s) - 1; i >= 0; i-- {
		steps[i] = n
		n *= s[i]
	}
	return steps
}

func (s strided) run(t *team, in [][]float32, out []float32) {
	if len(s.sizes) < 3 {
		s.copy(0, out, in[0], s.from)
		return
	}
	size := len(out) / s.sizes[0]
	t.do(s.sizes[0], len(out), func(_ []float32, i int) {
		s.copy(1, out[i*size:][:size], in[0], s.from+i*s.steps[0])
	})
}

// copy fills out, which is one index of each of the axes before axis.
func (s strided) copy(axis int, out, in []float32, at int) {
	switch len(s.sizes) - axis {
	case 1:
		s.row(out, in, at)
		return
	case 2:
		if s.steps[axis] == 1 {
			s.turn(out, in, at)
			return
		}
	}
	size := len(out) / s.sizes[axis]
	for range s.sizes[axis] {
		s.copy(axis+1, out[:size], in, at)
		out, at = out[size:], at+s.steps[axis]
	}
}

// row copies along the last axis.
func (s strided) row(out, in []float32, at int) {
	step := s.steps[len(s.steps)-1]
	if step == 1 {
		copy(out, in[at:])
		return
	}
	for i := range out {
		out[i] = in[at+i*step]
	}
}

// turn copies a matrix whose columns lie in a row in the input, in blocks that
// stay in the first-level cache whichever way they are walked.
func (s strided) turn(out, in []float32, at int) {
	const block = 16
	columns := s.sizes[len(s.sizes)-1]
	rows, step := len(out)/columns, s.steps[len(s.steps)-1]
	for y := 0; y < rows; y += block {
		for x := range columns {
			src := in[at+x*step+y:][:min(block, rows-y)]
			for i, v := range src {
				out[(y+i)*columns+x] = v
			}
		}
	}
}
