package portable_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"blobsight/internal/recognizer/portable"
)

// pick gives the values of x at the places that at computes from the index of
// each value of the output.
func pick(x []float32, from, to []int64, at func(index []int64) []int64) []float64 {
	want := make([]float64, size(to...))
	for i := range want {
		index, rest := make([]int64, len(to)), int64(i)
		for a, n := range slices.Backward(to) {
			index[a], rest = rest%n, rest/n
		}
		place := int64(0)
		for a, p := range at(index) {
			place = place*from[a] + p
		}
		want[i] = float64(x[place])
	}
	return want
}

func TestTranspose(t *testing.T) {
	t.Parallel()
	cases := []struct{ shape, perm []int64 }{
		{[]int64{1, 3, 5}, []int64{0, 2, 1}},
		{[]int64{1, 85, 33}, []int64{0, 2, 1}}, // more than one block
		{[]int64{1, 2, 6, 5, 7}, []int64{0, 2, 1, 3, 4}},
		{[]int64{1, 64, 40, 50}, []int64{0, 2, 3, 1}}, // large enough for several threads
		{[]int64{1, 4, 3, 2}, []int64{3, 1, 0, 2}},
		{[]int64{1, 4, 3, 2}, []int64{1, 2, 3, 0}}, // nothing moves
		{[]int64{1, 2, 3, 4, 5, 2}, []int64{5, 2, 3, 1, 0, 4}},
		{[]int64{1, 1, 1}, []int64{2, 0, 1}},
		{[]int64{1, 2, 3, 4}, nil},
	}
	for _, c := range cases {
		x := random(newRand(1), size(c.shape...))
		n := nodeSpec{op: "Transpose"}
		perm := c.perm
		if perm != nil {
			n.attrs = map[string]any{"perm": perm}
		} else {
			perm = []int64{3, 2, 1, 0}
		}
		to := make([]int64, len(perm))
		for i, axis := range perm {
			to[i] = c.shape[axis]
		}
		want := pick(x, c.shape, to, func(index []int64) []int64 {
			from := make([]int64, len(index))
			for i, axis := range perm {
				from[axis] = index[i]
			}
			return from
		})
		near(t, run(t, chain(13, c.shape, n), x), want, 0)
	}
}

func TestSlice(t *testing.T) {
	t.Parallel()
	const most, least = math.MaxInt64, math.MinInt64
	shape := []int64{1, 3, 5, 8}
	cases := []struct{ axes, starts, ends, steps, first, count []int64 }{ // the last two: what is meant
		{[]int64{2}, []int64{0}, []int64{most}, []int64{2}, []int64{0, 0, 0, 0}, []int64{1, 3, 3, 8}},
		{[]int64{3}, []int64{1}, []int64{most}, []int64{2}, []int64{0, 0, 0, 1}, []int64{1, 3, 5, 4}},
		{[]int64{-1, 1}, []int64{-3, 1}, []int64{-1, 2}, []int64{1, 1}, []int64{0, 1, 0, 5}, []int64{1, 1, 5, 2}},
		{[]int64{3}, []int64{most}, []int64{least}, []int64{-3}, []int64{0, 0, 0, 7}, []int64{1, 3, 5, 3}},
		{[]int64{2, 3}, []int64{3, 7}, []int64{0, 6}, []int64{-1, -5}, []int64{0, 0, 3, 7}, []int64{1, 3, 3, 1}},
		{nil, []int64{0, 1, 2}, []int64{1, 3, 100}, nil, []int64{0, 1, 2, 0}, []int64{1, 2, 3, 8}},
		{[]int64{3}, []int64{5}, []int64{most}, []int64{most}, []int64{0, 0, 0, 5}, []int64{1, 3, 5, 1}},
	}
	x := random(newRand(2), size(shape...))
	for i, c := range cases {
		want := pick(x, shape, c.count, func(index []int64) []int64 {
			from := slices.Clone(c.first)
			for a := range from {
				step := int64(1)
				if k := slices.IndexFunc(c.axes, func(axis int64) bool { return (axis+4)%4 == int64(a) }); k >= 0 {
					step = c.steps[k]
				}
				if index[a] > 0 {
					from[a] += index[a] * step
				}
			}
			return from
		})
		n := nodeSpec{op: "Slice", in: []string{"starts", "ends", "", ""}}
		spec := modelSpec{}
		for k, list := range [][]int64{c.starts, c.ends, c.axes, c.steps} {
			if name := []string{"starts", "ends", "axes", "steps"}[k]; list != nil {
				n.in[k] = name
				spec = spec.with(tensorSpec{name: name, dims: []int64{int64(len(list))}, ints: list})
			}
		}
		got := run(t, chain(11, shape, n).with(spec.constants...), x)
		if len(got) != len(want) {
			t.Fatalf("case %d: %d values, want %d", i, len(got), len(want))
		}
		near(t, got, want, 0)
	}
	old := nodeSpec{op: "Slice", attrs: map[string]any{"axes": []int64{3}, "starts": []int64{6}, "ends": []int64{8}}}
	near(t, run(t, chain(9, []int64{1, 1, 1, 8}, old), []float32{0, 1, 2, 3, 4, 5, 6, 7}), []float64{6, 7}, 0)
}

// layoutModel splits, joins, slices, turns and resizes.
func layoutModel() modelSpec {
	spec := modelSpec{
		opset: 11, input: []int64{1, 6, 2, 2}, output: "y",
		nodes: []nodeSpec{
			{op: "Split", in: []string{"x"}, out: []string{"a", "", "b"}, attrs: map[string]any{"axis": int64(1), "split": []int64{1, 3, 2}}},
			{op: "Concat", in: []string{"b", "a", "b"}, out: []string{"c"}, attrs: map[string]any{"axis": int64(-3)}},
			{op: "Slice", in: []string{"c", "start", "end", "axis", "step"}, out: []string{"d"}},
			{op: "Transpose", in: []string{"d"}, out: []string{"e"}, attrs: map[string]any{"perm": []int64{0, 1, 3, 2}}},
			{op: "Resize", in: []string{"e", "", "scale"}, out: []string{"y"}, attrs: map[string]any{"coordinate_transformation_mode": "asymmetric"}},
		},
	}
	one := []int64{1}
	return spec.with(tensorSpec{name: "start", dims: one, ints: []int64{-1}}, tensorSpec{name: "end", dims: one, ints: []int64{-9}},
		tensorSpec{name: "axis", dims: one, ints: one}, tensorSpec{name: "step", dims: one, ints: []int64{-2}},
		tensorSpec{name: "scale", dims: []int64{4}, floats: []float32{1, 1, 1, 2}})
}

func TestLayout(t *testing.T) {
	t.Parallel()
	x := make([]float32, 24)
	for i := range x {
		x[i] = float32(i)
	}
	// c is channels 4 5 0 4 5; d is channels 5 0 4.
	want := []float64{20, 20, 22, 22, 21, 21, 23, 23, 0, 0, 2, 2, 1, 1, 3, 3, 16, 16, 18, 18, 17, 17, 19, 19}
	near(t, run(t, layoutModel(), x), want, 0)
}

// TestSplitForms: lengths come from an attribute, an input, or the number of outputs.
func TestSplitForms(t *testing.T) {
	t.Parallel()
	for opset, n := range map[int64]nodeSpec{
		11: {attrs: map[string]any{"axis": int64(2), "split": []int64{2, 2, 1}}},
		13: {in: []string{"lengths"}, attrs: map[string]any{"axis": int64(-1)}},
		18: {attrs: map[string]any{"axis": int64(2), "num_outputs": int64(3)}},
	} {
		n.op, n.in, n.out = "Split", append([]string{"x"}, n.in...), []string{"y", "b", "c"}
		spec := modelSpec{opset: opset, input: []int64{1, 2, 5}, output: "y", more: []string{"b", "c"}, nodes: []nodeSpec{n}}
		spec = spec.with(tensorSpec{name: "lengths", dims: []int64{3}, ints: []int64{2, 2, 1}})
		outputs, err := load(t, spec, 1).Run(t.Context(), []float32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range [][]float64{{0, 1, 5, 6}, {2, 3, 7, 8}, {4, 9}} {
			near(t, outputs[i], want, 0)
		}
	}
}

func TestRefusedConcat(t *testing.T) {
	t.Parallel()
	spec := modelSpec{
		opset: 13, input: []int64{1, 2, 3}, output: "y",
		nodes: []nodeSpec{
			{op: "Flatten", in: []string{"x"}, out: []string{"f"}},
			{op: "Concat", name: "join", in: []string{"x", "f"}, out: []string{"y"}, attrs: map[string]any{"axis": int64(1)}},
		},
	}
	refused(t, spec.encode(), "Concat", `"join"`, "1x2x3", "1x6")
	many := chain(13, []int64{1, 1 << 20}, nodeSpec{op: "Concat", in: slices.Repeat([]string{"x"}, 99), attrs: map[string]any{"axis": int64(1)}})
	refused(t, many.encode(), "Concat", "more than")
	long := chain(13, []int64{1, 2}, nodeSpec{op: "Concat", in: slices.Repeat([]string{"x"}, 256), attrs: map[string]any{"axis": int64(1)}})
	refused(t, long.encode(), "Concat", "257 inputs")
	if _, err := portable.Load(chain(13, []int64{1, 2}, nodeSpec{op: "Concat", attrs: map[string]any{"axis": int64(0)}}).encode(), portable.Options{}); err != nil {
		t.Errorf("Concat of one: %v", err)
	}
}

// TestRefusedSplits: many nodes of many outputs cannot make a plan far larger
// than the file.
func TestRefusedSplits(t *testing.T) {
	t.Parallel()
	spec := modelSpec{opset: 13, input: []int64{1, 8192}, output: "y"}
	for _, first := range []string{"a", "b", "y"} {
		out := make([]string, 8192)
		for i := range out {
			out[i] = fmt.Sprint(first, i)
		}
		spec.nodes = append(spec.nodes, nodeSpec{op: "Split", in: []string{"x"}, out: out, attrs: map[string]any{"axis": int64(1)}})
	}
	refused(t, spec.encode(), "Split", "16384 steps")
}
