package portable_test

import "testing"

func TestMulConstant(t *testing.T) {
	t.Parallel()
	x := []float32{0, 1, 2, 3, 4, 5, 6, 7} // 1x2x2x2
	cases := []struct {
		dims   []int64
		values []float32
		want   []float64
	}{
		{nil, []float32{2}, []float64{0, 2, 4, 6, 8, 10, 12, 14}},
		{[]int64{2, 1, 1}, []float32{1, 2}, []float64{0, 1, 2, 3, 8, 10, 12, 14}},
		{[]int64{2}, []float32{1, 2}, []float64{0, 2, 2, 6, 4, 10, 6, 14}},
		{[]int64{2, 1}, []float32{1, 2}, []float64{0, 1, 4, 6, 4, 5, 12, 14}},
		{[]int64{1, 2, 2, 2}, x, []float64{0, 1, 4, 9, 16, 25, 36, 49}},
	}
	for _, c := range cases {
		spec := chain(13, []int64{1, 2, 2, 2}, nodeSpec{op: "Mul", in: []string{"c"}}).
			with(tensorSpec{name: "c", dims: c.dims, floats: c.values})
		near(t, run(t, spec, x), c.want, 0)
	}
}

// TestMulComputed: one factor per channel, from either side, and a square.
func TestMulComputed(t *testing.T) {
	t.Parallel()
	x := []float32{0, 1, 2, 5, 4, 5, 6, 9}
	for _, in := range [][]string{{"x", "g"}, {"g", "x"}} {
		spec := modelSpec{opset: 13, input: []int64{1, 2, 2, 2}, output: "y", nodes: []nodeSpec{
			{op: "GlobalAveragePool", in: []string{"x"}, out: []string{"g"}},
			{op: "Mul", in: in, out: []string{"y"}},
		}}
		near(t, run(t, spec, x), []float64{0, 2, 4, 10, 24, 30, 36, 54}, 1e-6)
	}
	near(t, run(t, chain(13, []int64{1, 3}, nodeSpec{op: "Mul", in: []string{"x"}}), []float32{1, -2, 3}), []float64{1, 4, 9}, 0)
}
