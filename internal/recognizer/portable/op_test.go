package portable_test

import (
	"math"
	"testing"
)

func TestPools(t *testing.T) {
	t.Parallel()
	r := newRand(5)
	between := func(lo, hi int64) int64 { return lo + r.Int64N(hi-lo+1) }
	for range 200 {
		c := convCase{ // groups of one channel: pooling is a window over each channel
			channels: between(1, 4), h: between(1, 12), w: between(1, 12), dilat: [2]int64{1, 1},
			kernel: [2]int64{between(1, 4), between(1, 4)}, strides: [2]int64{between(1, 3), between(1, 3)},
		}
		for a, in := range []int64{c.h, c.w} {
			c.kernel[a] = min(c.kernel[a], in)
			c.pads[a], c.pads[2+a] = between(0, c.kernel[a]-1), between(0, c.kernel[a]-1)
		}
		x := random(r, size(c.channels, c.h, c.w))
		attrs := func(more map[string]any) map[string]any {
			m := map[string]any{"kernel_shape": c.kernel[:], "strides": c.strides[:], "pads": c.pads[:]}
			for k, v := range more {
				m[k] = v
			}
			return m
		}
		input := []int64{1, c.channels, c.h, c.w}
		largest, mean, padded := c.pools(x)
		near(t, run(t, chain(13, input, nodeSpec{op: "MaxPool", attrs: attrs(nil)}), x), largest, 0)
		near(t, run(t, chain(13, input, nodeSpec{op: "AveragePool", attrs: attrs(nil)}), x), mean, 1e-5)
		count := attrs(map[string]any{"count_include_pad": int64(1)})
		near(t, run(t, chain(13, input, nodeSpec{op: "AveragePool", attrs: count}), x), padded, 1e-5)
	}
}

// pools computes the three kinds of pool from their definition.
func (c convCase) pools(x []float32) (largest, mean, padded []float64) {
	outH, outW := c.out()
	for i := range c.channels * outH * outW {
		ch, oy, ox := i/(outH*outW), i/outW%outH, i%outW
		top, total, n := math.Inf(-1), 0.0, 0.0
		for iy := oy*c.strides[0] - c.pads[0]; iy < oy*c.strides[0]-c.pads[0]+c.kernel[0]; iy++ {
			for ix := ox*c.strides[1] - c.pads[1]; ix < ox*c.strides[1]-c.pads[1]+c.kernel[1]; ix++ {
				if iy >= 0 && ix >= 0 && iy < c.h && ix < c.w {
					v := float64(x[(ch*c.h+iy)*c.w+ix])
					top, total, n = math.Max(top, v), total+v, n+1
				}
			}
		}
		largest, mean = append(largest, top), append(mean, total/n)
		padded = append(padded, total/float64(c.kernel[0]*c.kernel[1]))
	}
	return largest, mean, padded
}

func TestMaxPoolDilated(t *testing.T) {
	t.Parallel()
	n := nodeSpec{op: "MaxPool", attrs: map[string]any{"kernel_shape": []int64{1, 2}, "dilations": []int64{1, 3}}}
	got := run(t, chain(13, []int64{1, 1, 1, 6}, n), []float32{5, 1, 2, 3, 4, 0})
	near(t, got, []float64{5, 4, 2}, 0)
}

// TestSamePadding: an even kernel gets the odd zero after (upper) or before (lower).
func TestSamePadding(t *testing.T) {
	t.Parallel()
	want := map[string][]float64{"SAME_UPPER": {3, 5, 3}, "SAME_LOWER": {1, 3, 5}, "VALID": {3, 5}}
	for auto, y := range want {
		n := nodeSpec{op: "Conv", in: []string{"w"}, attrs: map[string]any{"auto_pad": auto}}
		spec := chain(13, []int64{1, 1, 1, 3}, n).with(tensorSpec{name: "w", dims: []int64{1, 1, 1, 2}, floats: []float32{1, 1}})
		near(t, run(t, spec, []float32{1, 2, 3}), y, 0)
	}
}

func TestGlobalAveragePool(t *testing.T) {
	t.Parallel()
	got := run(t, chain(13, []int64{1, 2, 2, 3}, nodeSpec{op: "GlobalAveragePool"}), []float32{1, 2, 3, 4, 5, 6, -1, -1, -1, -1, -1, 5})
	near(t, got, []float64{3.5, 0}, 1e-7)
}

func TestGemm(t *testing.T) {
	t.Parallel()
	r := newRand(9)
	for _, transB := range []int64{0, 1} {
		for _, rows := range []int64{1, 3} {
			for _, columns := range []int64{1, 4, 7, 70} {
				const k = 300 // large enough for the threaded path with 70 columns
				alpha, beta := float32(0.5), float32(-2)
				x, w, bias := random(r, size(rows, k)), random(r, size(columns, k)), random(r, int(columns))
				dims := []int64{k, columns}
				if transB == 1 {
					dims = []int64{columns, k}
				}
				var want []float64
				for row := range rows {
					for col := range columns {
						total := 0.0
						for i := range int64(k) {
							at := i*columns + col
							if transB == 1 {
								at = col*k + i
							}
							total += float64(x[row*k+i]) * float64(w[at])
						}
						want = append(want, float64(alpha)*total+float64(beta)*float64(bias[col]))
					}
				}
				n := nodeSpec{op: "Gemm", in: []string{"w", "b"}, attrs: map[string]any{"alpha": alpha, "beta": beta, "transB": transB}}
				spec := chain(13, []int64{1, rows, k}, nodeSpec{op: "Flatten", attrs: map[string]any{"axis": int64(2)}}, n).
					with(tensorSpec{name: "w", dims: dims, floats: w}, tensorSpec{name: "b", dims: []int64{columns}, floats: bias})
				near(t, run(t, spec, x), want, 1e-5)
			}
		}
	}
}

func TestAddConstant(t *testing.T) {
	t.Parallel()
	x := []float32{0, 1, 2, 3, 4, 5, 6, 7} // 1x2x2x2
	cases := []struct {
		dims   []int64
		values []float32
		want   []float64
	}{
		{nil, []float32{1}, []float64{1, 2, 3, 4, 5, 6, 7, 8}},
		{[]int64{2, 1, 1}, []float32{10, 20}, []float64{10, 11, 12, 13, 24, 25, 26, 27}},
		{[]int64{1, 2, 1, 1}, []float32{10, 20}, []float64{10, 11, 12, 13, 24, 25, 26, 27}},
		{[]int64{2}, []float32{10, 20}, []float64{10, 21, 12, 23, 14, 25, 16, 27}},
		{[]int64{2, 1}, []float32{10, 20}, []float64{10, 11, 22, 23, 14, 15, 26, 27}},
		{[]int64{2, 2}, []float32{0, 10, 20, 30}, []float64{0, 11, 22, 33, 4, 15, 26, 37}},
		{[]int64{1, 2, 2, 2}, []float32{7, 6, 5, 4, 3, 2, 1, 0}, []float64{7, 7, 7, 7, 7, 7, 7, 7}},
	}
	for _, c := range cases {
		spec := chain(13, []int64{1, 2, 2, 2}, nodeSpec{op: "Add", in: []string{"c"}}).
			with(tensorSpec{name: "c", dims: c.dims, floats: c.values})
		near(t, run(t, spec, x), c.want, 0)
	}
}

func TestSoftmax(t *testing.T) {
	t.Parallel()
	x := []float32{1, 2, 1000, 1001} // 1x2x2
	e := math.E
	low, high := 1/(1+e), e/(1+e)
	tail := math.Exp(-999) // nothing is left of it
	cases := []struct {
		opset int64
		attrs map[string]any
		want  []float64
	}{
		{13, nil, []float64{low, high, low, high}},
		{13, map[string]any{"axis": int64(1)}, []float64{tail, tail, 1, 1}},
		{11, nil, []float64{tail, tail, low, high}},
		{11, map[string]any{"axis": int64(2)}, []float64{low, high, low, high}},
	}
	for _, c := range cases {
		near(t, run(t, chain(c.opset, []int64{1, 2, 2}, nodeSpec{op: "Softmax", attrs: c.attrs}), x), c.want, 1e-6)
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	x := []float32{-2, -0.5, 0.5, 7, float32(math.Inf(1))}
	input := []int64{1, 5}
	attrs := map[string]any{"min": float32(-1), "max": float32(6)}
	near(t, run(t, chain(10, input, nodeSpec{op: "Clip", attrs: attrs}), x), []float64{-1, -0.5, 0.5, 6, 6}, 0)
	top := tensorSpec{name: "top", floats: []float32{6}}
	near(t, run(t, chain(11, input, nodeSpec{op: "Clip", in: []string{"", "top"}}).with(top), x), []float64{-2, -0.5, 0.5, 6, 6}, 0)
	near(t, run(t, chain(13, input, nodeSpec{op: "Relu"}), x[:5]), []float64{0, 0, 0.5, 7, math.Inf(1)}, 0)
	nan := run(t, chain(13, input, nodeSpec{op: "Relu"}), []float32{float32(math.NaN()), 0, 0, 0, 0})
	if !math.IsNaN(float64(nan[0])) {
		t.Errorf("Relu(NaN) = %v", nan[0])
	}
}

// TestShapes: operators that only change shapes keep the values, also when the
// value that they read is read by others too.
func TestShapes(t *testing.T) {
	t.Parallel()
	spec := modelSpec{
		opset: 13, input: []int64{0, 2, 3}, output: "y", outShape: []int64{-1, 6},
		nodes: []nodeSpec{
			{op: "Constant", out: []string{"s"}, attrs: map[string]any{"value": tensorSpec{dims: []int64{3}, ints: []int64{0, -1, 2}}}},
			{op: "Relu", in: []string{"x"}, out: []string{"r"}},
			{op: "Reshape", in: []string{"r", "s"}, out: []string{"a"}},
			{op: "Dropout", in: []string{"a"}, out: []string{"b", ""}},
			{op: "Identity", in: []string{"b"}, out: []string{"c"}},
			{op: "Add", in: []string{"c", "c"}, out: []string{"d"}},
			{op: "Flatten", in: []string{"d"}, out: []string{"e"}},
			{op: "Flatten", in: []string{"r"}, out: []string{"f"}},
			{op: "Add", in: []string{"e", "f"}, out: []string{"y"}},
		},
	}
	near(t, run(t, spec, []float32{-1, 1, 2, 3, -4, 5}), []float64{0, 3, 6, 9, 0, 15}, 0)
	e := load(t, spec, 1)
	if in, out := e.InputShape(), e.OutputShapes(); len(in) != 3 || in[0] != 1 || len(out) != 1 || len(out[0]) != 2 || out[0][1] != 6 {
		t.Errorf("shapes %v and %v", in, out)
	}
}
