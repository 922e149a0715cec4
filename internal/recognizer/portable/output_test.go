package portable_test

import (
	"slices"
	"testing"

	"blobsight/internal/recognizer/portable"
)

// outputsModel declares outputs of all kinds: of the first step and of the
// last, another shape of one, and the input itself.
func outputsModel() modelSpec {
	spec := modelSpec{
		opset: 13, input: []int64{1, 4}, output: "a", more: []string{"flat", "z", "same"},
		nodes: []nodeSpec{
			{op: "Relu", in: []string{"x"}, out: []string{"a"}},
			{op: "Identity", in: []string{"x"}, out: []string{"same"}},
			{op: "Reshape", in: []string{"a", "s"}, out: []string{"flat"}},
			{op: "Add", in: []string{"a", "x"}, out: []string{"b"}},
			{op: "Add", in: []string{"b", "b"}, out: []string{"c"}},
			{op: "Add", in: []string{"c", "x"}, out: []string{"d"}},
			{op: "Relu", in: []string{"d"}, out: []string{"z"}},
		},
	}
	return spec.with(tensorSpec{name: "s", dims: []int64{2}, ints: []int64{2, 2}})
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	x := []float32{-1, 2, -3, 4}
	a, z := []float32{0, 2, 0, 4}, []float32{0, 10, 0, 20}
	cases := []struct {
		names  []string
		want   [][]float32
		shapes [][]int
	}{
		{nil, [][]float32{a, a, z, x}, [][]int{{1, 4}, {2, 2}, {1, 4}, {1, 4}}},
		{[]string{"z", "a"}, [][]float32{z, a}, [][]int{{1, 4}, {1, 4}}},
		{[]string{"same", "flat", "same"}, [][]float32{x, a, x}, [][]int{{1, 4}, {2, 2}, {1, 4}}},
	}
	for _, c := range cases {
		e, err := portable.Load(outputsModel().encode(), portable.Options{Threads: 2, Outputs: c.names})
		if err != nil {
			t.Fatal(err)
		}
		first, err := e.Run(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(t.Context(), make([]float32, 4)); err != nil { // must not write to first
			t.Fatal(err)
		}
		if !slices.EqualFunc(first, c.want, slices.Equal) {
			t.Errorf("outputs %q: %v, want %v", c.names, first, c.want)
		}
		if shapes := e.OutputShapes(); !slices.EqualFunc(shapes, c.shapes, slices.Equal) {
			t.Errorf("shapes of %q: %v, want %v", c.names, shapes, c.shapes)
		}
		if !slices.Equal(x, []float32{-1, 2, -3, 4}) {
			t.Errorf("input was changed to %v", x)
		}
	}
}

func TestRefusedOutputs(t *testing.T) {
	t.Parallel()
	_, err := portable.Load(outputsModel().encode(), portable.Options{Outputs: []string{"a", "nowhere"}})
	lacks(t, err, `"nowhere"`, `"a" "flat" "z" "same"`)

	nowhere := outputsModel()
	nowhere.more = append(nowhere.more, "lost")
	refused(t, nowhere.encode(), `"lost"`, "no node")
	constant := outputsModel()
	constant.more = append(constant.more, "s")
	refused(t, constant.encode(), `"s"`, "no node")

	// Copies of a large value: each name costs a few bytes of the file.
	large := chain(13, []int64{1, 1 << 20}, nodeSpec{op: "Relu"})
	large.more = slices.Repeat([]string{"y"}, 200)
	refused(t, large.encode(), "MiB")
}
