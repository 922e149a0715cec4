package portable

import (
	"fmt"
	"slices"
)

// gemm multiplies a matrix with constant weights and adds a bias per column.
type gemm struct {
	rows, k int
	weights []float32 // one row of k values per column of the output
	bias    []float32
	whole   *rounding // as in ending, one factor per column
}

// gemmGrain is how many columns one task computes.
const gemmGrain = 64

func planGemm(b *builder, n *node, a *attributes) error {
	a.onlyZero("transA")
	transposed := a.integer("transB", 0) != 0
	alpha, beta := a.float("alpha", 1), a.float("beta", 1)
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(2, 3); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	t, err := b.constant(n, 1)
	if err != nil {
		return err
	}
	w, s, err := t.float32s()
	if err != nil {
		return err
	}
	g, err := b.newGemm(v.shape, w, s, transposed, alpha)
	if err != nil {
		return err
	}
	columns := len(g.weights) / g.k
	if g.bias, err = b.gemmBias(n, columns, beta); err != nil {
		return err
	}
	return b.emit(n, g, shape{g.rows, columns}, v)
}

// newGemm packs alpha times the weights w of shape s for an input of shape in.
func (b *builder) newGemm(in shape, w []float32, s shape, transposed bool, alpha float32) (*gemm, error) {
	if len(in) != 2 || len(s) != 2 {
		return nil, fmt.Errorf("inputs have shapes %v and %v, expected two matrices", in, s)
	}
	k, columns, stepK, stepColumn := s[0], s[1], s[1], 1
	if transposed {
		k, columns, stepK, stepColumn = s[1], s[0], 1, s[1]
	}
	if in[1] != k {
		return nil, fmt.Errorf("inputs of shapes %v and %v (transB %t) do not fit together", in, s, transposed)
	}
	g := &gemm{rows: in[0], k: k}
	var err error
	if g.weights, err = b.weights(columns, k); err != nil {
		return nil, err
	}
	for c := range columns {
		for i := range k {
			g.weights[c*k+i] = alpha * w[c*stepColumn+i*stepK]
		}
	}
	return g, nil
}

// gemmBias reads the optional input C: one value, or one per column.
func (b *builder) gemmBias(n *node, columns int, beta float32) ([]float32, error) {
	bias, err := b.weights(columns)
	if err != nil || !n.has(2) {
		return bias, err
	}
	t, err := b.constant(n, 2)
	if err != nil {
		return nil, err
	}
	v, s, err := t.float32s()
	if err != nil {
		return nil, err
	}
	if len(s) > 2 || len(s) == 2 && s[0] != 1 || len(v) != 1 && len(v) != columns {
		return nil, fmt.Errorf("bias has shape %v, expected one value for each of %d columns", s, columns)
	}
	if len(v) == 1 {
		v = slices.Repeat(v, columns)
	}
	for i := range bias {
		bias[i] = beta * v[i]
	}
	return bias, nil
}

func (g *gemm) run(t *team, in [][]float32, out []float32) {
	columns := len(g.bias)
	tasks := (columns + gemmGrain - 1) / gemmGrain
	t.do(tasks*g.rows, len(out)*g.k, func(_ []float32, task int) {
		row, lo := task/tasks, task%tasks*gemmGrain
		hi := min(lo+gemmGrain, columns)
		sums := out[row*columns:][:columns]
		g.multiply(in[0][row*g.k:][:g.k], sums, lo, hi)
		for c := lo; g.whole != nil && c < hi; c++ {
			g.whole.apply(sums[c:c+1], 0, c)
		}
	})
}

// multiply computes columns lo…hi of one row, four at a time: one sum alone
// would wait for each of its additions.
func (g *gemm) multiply(x, out []float32, lo, hi int) {
	for ; lo+4 <= hi; lo += 4 {
		w := g.weights[lo*g.k:]
		w0, w1, w2, w3 := w[:len(x)], w[g.k:][:len(x)], w[2*g.k:][:len(x)], w[3*g.k:][:len(x)]
		var s0, s1, s2, s3 float32
		for i, v := range x {
			s0 += v * w0[i]
			s1 += v * w1[i]
			s2 += v * w2[i]
			s3 += v * w3[i]
		}
		o, bias := out[lo:lo+4:lo+4], g.bias[lo:lo+4:lo+4]
		o[0], o[1], o[2], o[3] = s0+bias[0], s1+bias[1], s2+bias[2], s3+bias[3]
	}
	for ; lo < hi; lo++ {
		w := g.weights[lo*g.k:][:len(x)]
		var s float32
		for i, v := range x {
			s += v * w[i]
		}
		out[lo] = s + g.bias[lo]
	}
}
