package portable_test

import (
	"math"
	"slices"
	"testing"
)

// Element types of ONNX.
const (
	uint8Type = 2
	int8Type  = 3
	int32Type = 6
)

// scalars makes the constants of a coding: a scale, and a zero point of a type.
func scalars(name string, scale float32, elem, zero int64) []tensorSpec {
	return []tensorSpec{
		{name: name + "-scale", floats: []float32{scale}},
		{name: name + "-zero", codes: []int64{zero}, elem: elem, packed: elem == uint8Type},
	}
}

// coded gives the names of a value and its coding, as nodes list them.
func coded(value, coding string) []string {
	return []string{value, coding + "-scale", coding + "-zero"}
}

// quantized computes QuantizeLinear, minus the zero point.
func quantized(x float64, scale float32, elem, zero int64) float64 {
	lo := 0.0
	if elem == int8Type {
		lo = -128
	}
	q := math.RoundToEven(x/float64(scale)) + float64(zero)
	return math.Min(math.Max(q, lo), lo+255) - float64(zero)
}

// between puts nodes between QuantizeLinear of x, "q", and DequantizeLinear of "p".
func between(input []int64, elem int64, nodes ...nodeSpec) modelSpec {
	spec := modelSpec{opset: 12, input: input, output: "y"}
	spec.nodes = append([]nodeSpec{{op: "QuantizeLinear", in: coded("x", "in"), out: []string{"q"}}}, nodes...)
	spec.nodes = append(spec.nodes, nodeSpec{op: "DequantizeLinear", in: coded("p", "out"), out: []string{"y"}})
	return spec.with(scalars("in", 1./64, elem, 3)...).with(scalars("out", 1./8, elem, 9)...)
}

func TestQuantizeLinear(t *testing.T) {
	t.Parallel()
	x := []float32{0, 0.5, 1.5, 2.5, -0.5, -1.5, 300, -300, 128.2, -125.6}
	for elem, want := range map[int64][]float64{
		uint8Type: {0, 0, 2, 2, 0, -2, 252, -3, 128, -3},
		int8Type:  {0, 0, 2, 2, 0, -2, 124, -131, 124, -126},
	} {
		spec := chain(13, []int64{1, 10}, nodeSpec{op: "QuantizeLinear", in: coded("", "c")[1:]}, nodeSpec{op: "DequantizeLinear", in: coded("", "c")[1:]})
		near(t, run(t, spec.with(scalars("c", 1, elem, 3)...), x), want, 0)
	}
	// Without a zero point it is an unsigned 0.
	spec := chain(13, []int64{1, 10}, nodeSpec{op: "QuantizeLinear", in: []string{"s"}}, nodeSpec{op: "DequantizeLinear", in: []string{"s"}})
	want := []float64{0, 0, 2, 2, 0, 0, 255, 0, 128, 0}
	near(t, run(t, spec.with(tensorSpec{name: "s", floats: []float32{1}}), x), want, 0)
}

// TestQLinearConv: all ways of running a convolution, with whole numbers.
func TestQLinearConv(t *testing.T) {
	t.Parallel()
	three, one, pads := [2]int64{3, 3}, [2]int64{1, 1}, [4]int64{1, 1, 1, 1}
	convs := map[string]convCase{
		"panels":    {channels: 4, h: 9, w: 7, filters: 5, groups: 1, kernel: three, strides: one, dilat: one, pads: pads},
		"winograd":  {channels: 8, h: 9, w: 7, filters: 8, groups: 1, kernel: three, strides: one, dilat: one, pads: pads},
		"depthwise": {channels: 4, h: 9, w: 7, filters: 4, groups: 4, kernel: three, strides: one, dilat: one, pads: pads},
	}
	for name, c := range convs {
		for _, elem := range []int64{uint8Type, int8Type} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c.checkQuantized(t, elem)
			})
		}
	}
}

func (c convCase) checkQuantized(t *testing.T, elem int64) {
	t.Helper()
	r := newRand(13)
	x := random(r, size(c.channels, c.h, c.w))
	codes, reduced := make([]int64, size(c.filters, c.channels/c.groups, 9)), make([]float32, size(c.filters, c.channels/c.groups, 9))
	zeros := make([]int64, c.filters)
	for f := range zeros {
		zeros[f] = int64(f) - 1
	}
	for i := range codes {
		codes[i] = r.Int64N(256) - 128
		reduced[i] = float32(codes[i] - zeros[i/(len(codes)/len(zeros))])
	}
	bias, scales := make([]int64, c.filters), make([]float32, c.filters)
	realBias := make([]float32, c.filters)
	for i := range bias {
		bias[i], scales[i] = r.Int64N(2000)-1000, 0.001*float32(i+1)
		realBias[i] = float32(bias[i])
	}
	q := make([]float32, len(x))
	for i, v := range x {
		q[i] = float32(quantized(float64(v), 1./64, elem, 3))
	}
	c.bias = true
	want := c.naive(q, reduced, realBias)
	for i := range want {
		f := i / (len(want) / int(c.filters))
		factor := float32(1./64) * scales[f] / float32(1./8)
		want[i] = quantized(float64(float32(want[i])*factor), 1, elem, 9) / 8
	}
	n := c.node()
	n.op, n.out = "QLinearConv", []string{"p"}
	n.in = slices.Concat(coded("q", "in"), coded("w", "w"), coded("", "out")[1:], []string{"b"})
	spec := between([]int64{1, c.channels, c.h, c.w}, elem, n).with(
		tensorSpec{name: "w", dims: []int64{c.filters, c.channels / c.groups, 3, 3}, codes: codes, elem: int8Type},
		tensorSpec{name: "w-scale", dims: []int64{c.filters}, floats: scales},
		tensorSpec{name: "w-zero", dims: []int64{c.filters}, codes: zeros, elem: int8Type},
		tensorSpec{name: "b", dims: []int64{c.filters}, codes: bias, elem: int32Type, packed: elem == uint8Type})
	near(t, run(t, spec, x), want, 0)
}

// classifierEnd is how quantized classifiers end: a mean of each channel, its
// shape from a subgraph, a matrix product and a bias.
func classifierEnd() modelSpec {
	return between([]int64{1, 2, 2, 2}, uint8Type,
		nodeSpec{op: "QLinearGlobalAveragePool", domain: "com.microsoft", in: append(coded("q", "in"), coded("", "in")[1:]...), out: []string{"g"}, attrs: map[string]any{"channels_last": int64(0)}},
		nodeSpec{op: "DequantizeLinear", in: coded("g", "in"), out: []string{"real"}},
		nodeSpec{op: "Shape", in: []string{"real"}, out: []string{"shape"}},
		nodeSpec{op: "Gather", in: []string{"shape", "first"}, out: []string{"batch"}, attrs: map[string]any{"axis": int64(0)}},
		nodeSpec{op: "Unsqueeze", in: []string{"batch"}, out: []string{"list"}, attrs: map[string]any{"axes": []int64{0}}},
		nodeSpec{op: "Concat", in: []string{"list", "rest"}, out: []string{"flat"}, attrs: map[string]any{"axis": int64(0)}},
		nodeSpec{op: "Reshape", in: []string{"g", "flat"}, out: []string{"r"}},
		nodeSpec{op: "Flatten", in: []string{"r"}, out: []string{"f"}},
		nodeSpec{op: "QLinearMatMul", in: slices.Concat(coded("f", "in"), coded("w", "w"), coded("", "out")[1:]), out: []string{"m"}},
		nodeSpec{op: "QLinearAdd", domain: "com.microsoft", in: slices.Concat(coded("m", "out"), coded("b", "b"), coded("", "out")[1:]), out: []string{"p"}},
	).with(scalars("b", 1./4, uint8Type, 10)...).with(
		tensorSpec{name: "first", ints: []int64{0}},
		tensorSpec{name: "rest", dims: []int64{1}, ints: []int64{-1}},
		tensorSpec{name: "w", dims: []int64{2, 3}, codes: []int64{1, -2, 3, 4, 5, -6}, elem: int8Type},
		tensorSpec{name: "w-scale", dims: []int64{3}, floats: []float32{1, 2, 0.5}},
		tensorSpec{name: "w-zero", codes: []int64{0}, elem: int8Type},
		tensorSpec{name: "b", dims: []int64{3}, codes: []int64{10, 14, 0}, elem: uint8Type})
}

func TestQuantizedClassifierEnd(t *testing.T) {
	t.Parallel()
	// In units of 1/64 the channels have means of 32 and 64: 0.5 and 1.
	x := []float32{0.25, 0.75, 0.5, 0.5, 1, 1, 0.5, 1.5}
	// Products 4.5, 8, -2.25; the last is limited to -9/8, then -2.5 are added.
	near(t, run(t, classifierEnd(), x), []float64{4.5, 9, -9. / 8}, 0)
}

// TestQLinearAdd: the sum of two computed tensors.
func TestQLinearAdd(t *testing.T) {
	t.Parallel()
	add := nodeSpec{op: "QLinearAdd", domain: "com.microsoft", in: slices.Concat(coded("q", "in"), coded("q", "in"), coded("", "out")[1:]), out: []string{"p"}}
	x := []float32{0, 0.25, 1, -1, 20, 1. / 16, 3. / 16} // the last two lie in the middle, in units of 1/8
	near(t, run(t, between([]int64{1, 7}, int8Type, add), x), []float64{0, 0.5, 2, -2, 31. / 8, 1. / 8, 3. / 8}, 0)
	near(t, run(t, between([]int64{1, 7}, uint8Type, add), x), []float64{0, 0.5, 2, -1. / 8, 63. / 8, 1. / 8, 3. / 8}, 0)
}

func TestRefusedQuantized(t *testing.T) {
	t.Parallel()
	input := []int64{1, 2, 2, 2}
	add := func(in ...string) nodeSpec {
		return nodeSpec{op: "QLinearAdd", name: "n", domain: "com.microsoft", in: in, out: []string{"p"}}
	}
	cases := map[string]struct {
		node  nodeSpec
		words []string
	}{
		"real operator":    {nodeSpec{op: "Relu", in: []string{"q"}, out: []string{"p"}}, []string{"Relu", `"q"`, "quantized"}},
		"real input":       {add(slices.Concat(coded("x", "in"), coded("q", "in"), coded("", "out")[1:])...), []string{"QLinearAdd", `"x"`, "not quantized"}},
		"other zero point": {add(slices.Concat(coded("q", "out"), coded("q", "in"), coded("", "out")[1:])...), []string{"QLinearAdd", "zero point 9", "made with 3"}},
		"types":            {add(slices.Concat(coded("q", "in"), coded("q", "in"), coded("", "signed")[1:])...), []string{"QLinearAdd", "one type"}},
		"zero scale":       {add(slices.Concat(coded("q", "in"), coded("q", "in"), []string{"none", "out-zero"})...), []string{"QLinearAdd", "scale 0"}},
		"many scales":      {add(slices.Concat(coded("q", "in"), coded("q", "in"), []string{"many", "out-zero"})...), []string{"QLinearAdd", "2 values"}},
		"float zero point": {add(slices.Concat(coded("q", "in"), coded("q", "in"), []string{"in-scale", "in-scale"})...), []string{"QLinearAdd", "uint8"}},
		"large zero point": {add(slices.Concat(coded("q", "in"), coded("q", "in"), []string{"out-scale", "large"})...), []string{"QLinearAdd", `"large"`, "256"}},
		"other operator":   {nodeSpec{op: "QLinearMul", domain: "com.microsoft", in: []string{"q"}, out: []string{"p"}}, []string{"com.microsoft.QLinearMul", "not supported"}},
		"channels last":    {nodeSpec{op: "QLinearGlobalAveragePool", domain: "com.microsoft", in: append(coded("q", "in"), coded("", "in")[1:]...), out: []string{"p"}, attrs: map[string]any{"channels_last": int64(1)}}, []string{"channels_last"}},
		"weights":          {nodeSpec{op: "QLinearConv", in: slices.Concat(coded("q", "in"), []string{"many", "many", "in-zero"}, coded("", "out")[1:]), out: []string{"p"}}, []string{"QLinearConv", `"many"`, "int8"}},
		"scales":           {nodeSpec{op: "QLinearMatMul", in: slices.Concat(coded("q", "in"), []string{"w", "many", "out-zero"}, coded("", "out")[1:]), out: []string{"p"}}, []string{"QLinearMatMul", "1x3", "2 scales"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := between(input, uint8Type, c.node).with(scalars("signed", 1, int8Type, 0)...).with(
				tensorSpec{name: "large", codes: []int64{256}, elem: uint8Type, packed: true},
				tensorSpec{name: "none", floats: []float32{0}}, tensorSpec{name: "many", dims: []int64{2}, floats: []float32{1, 1}},
				tensorSpec{name: "w", dims: []int64{1, 3}, codes: []int64{1, 2, 3}, elem: uint8Type})
			refused(t, spec.encode(), c.words...)
		})
	}
	end := between(input, uint8Type, nodeSpec{op: "Identity", in: []string{"x"}, out: []string{"unused"}})
	end.output, end.nodes = "q", end.nodes[:1]
	refused(t, end.encode(), `"q"`, "DequantizeLinear")
}

func TestRefusedShapes(t *testing.T) {
	t.Parallel()
	many := tensorSpec{name: "many", dims: []int64{65}, ints: make([]int64, 65)}
	two := tensorSpec{name: "two", dims: []int64{2}, ints: []int64{5, 6}}
	cases := map[string]struct {
		node  nodeSpec
		words []string
	}{
		"index":     {nodeSpec{op: "Gather", in: []string{"two", "two"}, out: []string{"y"}}, []string{"Gather", "no index 5"}},
		"of pixels": {nodeSpec{op: "Gather", in: []string{"x", "two"}, out: []string{"y"}}, []string{"Gather", `"x"`, "constants"}},
		"axis":      {nodeSpec{op: "Gather", in: []string{"two", "two"}, out: []string{"y"}, attrs: map[string]any{"axis": int64(1)}}, []string{"Gather", "axis"}},
		"list":      {nodeSpec{op: "Unsqueeze", in: []string{"two"}, out: []string{"y"}, attrs: map[string]any{"axes": []int64{0}}}, []string{"Unsqueeze", "single value"}},
		"many":      {nodeSpec{op: "Concat", in: []string{"two", "many"}, out: []string{"y"}, attrs: map[string]any{"axis": int64(0)}}, []string{"Concat", `"many"`, "64"}},
		"mixed":     {nodeSpec{op: "Concat", in: []string{"two", "x"}, out: []string{"y"}, attrs: map[string]any{"axis": int64(0)}}, []string{"Concat", `"x"`, "constants"}},
		"part":      {nodeSpec{op: "Shape", in: []string{"x"}, out: []string{"y"}, attrs: map[string]any{"start": int64(1)}}, []string{"Shape", "start"}},
		"constant":  {nodeSpec{op: "Shape", in: []string{"two"}, out: []string{"y"}}, []string{"Shape", "constant"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := modelSpec{opset: 12, input: []int64{1, 2}, output: "y", nodes: []nodeSpec{c.node}}
			refused(t, spec.with(many, two).encode(), c.words...)
		})
	}
}
