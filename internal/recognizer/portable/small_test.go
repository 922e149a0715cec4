package portable_test

import (
	"math"
	"testing"
)

const halfType = 10

// half is the value of a float16 by its definition.
func half(bits int64) float64 {
	sign, exponent, fraction := 1-2*float64(bits>>15), int(bits>>10&31), float64(bits&1023)
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction > 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// cast is a Cast to an element type.
func cast(from, name string, to int64) nodeSpec {
	return nodeSpec{op: "Cast", name: "cast", in: []string{from}, out: []string{name}, attrs: map[string]any{"to": to}}
}

// after puts nodes before those of a model.
func (s modelSpec) after(nodes ...nodeSpec) modelSpec {
	s.nodes = append(nodes, s.nodes...)
	return s
}

// TestHalves: every float16, in both ways to write it.
func TestHalves(t *testing.T) {
	t.Parallel()
	all := make([]int64, 1<<16)
	for i := range all {
		all[i] = int64(i)
	}
	n := int64(len(all))
	for _, packed := range []bool{false, true} {
		spec := chain(13, []int64{1, n}, nodeSpec{op: "Add", in: []string{"w"}}).after(cast("small", "w", 1)).
			with(tensorSpec{name: "small", dims: []int64{1, n}, codes: all, elem: halfType, packed: packed})
		for i, v := range run(t, spec, make([]float32, n)) {
			if want := half(all[i]); float64(v) != want && !(math.IsNaN(float64(v)) && math.IsNaN(want)) {
				t.Fatalf("%#04x is %v, want %v", i, v, want)
			}
		}
	}
}

// TestCast: to the type that values have already.
func TestCast(t *testing.T) {
	t.Parallel()
	spec := chain(13, []int64{1, 2}, nodeSpec{op: "Cast", attrs: map[string]any{"to": int64(1)}}, nodeSpec{op: "Add", in: []string{"w"}}).
		after(cast("c", "w", 1)).with(tensorSpec{name: "c", dims: []int64{2}, floats: []float32{10, 20}})
	near(t, run(t, spec, []float32{1, -2}), []float64{11, 18}, 0)
}

// TestSmallWeights: convolutions and products with weights that are stored small
// are those with the same weights as float32, bit by bit.
func TestSmallWeights(t *testing.T) {
	t.Parallel()
	codes := []int64{1, -2, 127, -128, 5, 6, -7, 0, 9, 10, 11, -12} // 4 outputs of 3 inputs
	scales := []float32{0.5, 0.25, 3, 0.01}
	zeros := []int64{0, 1, -1, 2}
	expand := func(in ...string) nodeSpec {
		return nodeSpec{op: "DequantizeLinear", name: "expand", in: in, out: []string{"w"}, attrs: map[string]any{"axis": int64(0)}}
	}
	byRow, one := tensorSpec{name: "scales", dims: []int64{4}, floats: scales}, tensorSpec{name: "scales", floats: scales[:1]}
	for name, c := range map[string]struct {
		node   nodeSpec
		elem   int64
		scales tensorSpec
		want   func(i int) float32 // weight i
	}{
		"float16":     {cast("small", "w", 1), halfType, one, func(i int) float32 { return float32(half(codes[i] & 0x7bff)) }},
		"by row":      {expand("small", "scales"), int8Type, byRow, func(i int) float32 { return float32(codes[i]) * scales[i/3] }},
		"zero points": {expand("small", "scales", "zeros"), int8Type, byRow, func(i int) float32 { return float32(codes[i]-zeros[i/3]) * scales[i/3] }},
		"one scale":   {expand("small", "scales"), int8Type, one, func(i int) float32 { return float32(codes[i]) * scales[0] }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			small, weights := tensorSpec{name: "small", codes: codes, elem: c.elem}, tensorSpec{name: "w"}
			if c.elem == halfType {
				small.codes = nil
				for _, v := range codes {
					small.codes = append(small.codes, v&0x7bff)
				}
			}
			for i := range codes {
				weights.floats = append(weights.floats, c.want(i))
			}
			for op, dims := range map[string][]int64{"Gemm": {4, 3}, "Conv": {4, 3, 1, 1}} {
				n, input := nodeSpec{op: op, in: []string{"w"}}, []int64{1, 3}
				if op == "Gemm" {
					n.attrs = map[string]any{"transB": int64(1)}
				} else {
					input = []int64{1, 3, 1, 1}
				}
				small.dims, weights.dims = dims, dims
				x := []float32{1, -0.3, 7}
				got := run(t, chain(13, input, n).after(c.node).with(small, c.scales, tensorSpec{name: "zeros", dims: []int64{4}, codes: zeros, elem: int8Type}), x)
				equalBits(t, got, run(t, chain(13, input, n).with(weights), x))
			}
		})
	}
}

func TestRefusedSmallWeights(t *testing.T) {
	t.Parallel()
	expand := func(attrs map[string]any, in ...string) nodeSpec {
		return nodeSpec{op: "DequantizeLinear", name: "expand", in: in, out: []string{"w"}, attrs: attrs}
	}
	cases := map[string]struct {
		node  nodeSpec
		words []string
	}{
		"cast to float16":    {cast("real", "w", halfType), []string{"Cast", "cast", "from element type 1 to 10"}},
		"cast of the input":  {cast("x", "w", halfType), []string{"Cast", "from element type 1 to 10"}},
		"cast of bytes":      {cast("bytes", "w", 1), []string{"Cast", "from element type 3 to 1"}},
		"cast of bfloat16":   {cast("brain", "w", 1), []string{"Cast", "from element type 16 to 1"}},
		"cast to nothing":    {nodeSpec{op: "Cast", in: []string{"half"}, out: []string{"w"}}, []string{"Cast", "to 0"}},
		"too few bytes":      {cast("short", "w", 1), []string{"Add", `"short"`, "4 bytes", "asks for 6"}},
		"more than 16 bits":  {cast("large", "w", 1), []string{"Add", `"large"`, "65536"}},
		"float16 as it is":   {nodeSpec{op: "Identity", in: []string{"half"}, out: []string{"w"}}, []string{"Add", "element type 10"}},
		"blocks":             {expand(map[string]any{"block_size": int64(2)}, "bytes", "two"), []string{"DequantizeLinear", "expand", "block_size"}},
		"to float16":         {expand(map[string]any{"output_dtype": int64(halfType)}, "bytes", "two"), []string{"DequantizeLinear", "output_dtype = 10"}},
		"scales of no axis":  {expand(nil, "bytes", "two"), []string{"DequantizeLinear", "3x1", "2 scales"}},
		"axis":               {expand(map[string]any{"axis": int64(2)}, "bytes", "two"), []string{"DequantizeLinear", "axis"}},
		"scales of a scalar": {expand(nil, "byte", "two"), []string{"DequantizeLinear", "a single value"}},
		"zero scale":         {expand(nil, "bytes", "none"), []string{"DequantizeLinear", "scale 0"}},
		"scale of the input": {expand(nil, "bytes", "x"), []string{"DequantizeLinear", `"x"`, "constants"}},
		"other zero point":   {expand(nil, "bytes", "one", "unsigned"), []string{"DequantizeLinear", "types 3 and 2"}},
		"32 bits":            {expand(nil, "words", "one"), []string{"DequantizeLinear", `"words"`, "element type 6"}},
		"too few numbers":    {expand(nil, "few", "one"), []string{"Add", `"few"`, "asks for 3"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := chain(13, []int64{1, 3, 1}, nodeSpec{op: "Add", in: []string{"w"}}).after(c.node).with(
				tensorSpec{name: "real", dims: []int64{3, 1}, floats: make([]float32, 3)},
				tensorSpec{name: "half", dims: []int64{3, 1}, codes: make([]int64, 3), elem: halfType},
				tensorSpec{name: "brain", dims: []int64{3, 1}, codes: make([]int64, 3), elem: 16},
				tensorSpec{name: "short", dims: []int64{3, 1}, codes: make([]int64, 2), elem: halfType},
				tensorSpec{name: "large", dims: []int64{3, 1}, codes: []int64{0, 1 << 16, 0}, elem: halfType, packed: true},
				tensorSpec{name: "bytes", dims: []int64{3, 1}, codes: make([]int64, 3), elem: int8Type},
				tensorSpec{name: "byte", codes: make([]int64, 1), elem: int8Type},
				tensorSpec{name: "few", dims: []int64{3, 1}, codes: make([]int64, 2), elem: int8Type},
				tensorSpec{name: "words", dims: []int64{3, 1}, codes: make([]int64, 3), elem: int32Type},
				tensorSpec{name: "unsigned", codes: make([]int64, 1), elem: uint8Type},
				tensorSpec{name: "one", floats: []float32{1}}, tensorSpec{name: "none", floats: []float32{0}},
				tensorSpec{name: "two", dims: []int64{2}, floats: []float32{1, 1}})
			refused(t, spec.encode(), c.words...)
		})
	}
}
