package portable_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"blobsight/internal/recognizer/portable"
)

// refused checks that a file is refused with an error that holds every word.
func refused(t *testing.T, file []byte, words ...string) {
	t.Helper()
	_, err := portable.Load(file, portable.Options{Threads: 1})
	lacks(t, err, words...)
}

// lacks complains about words that an error does not hold.
func lacks(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("accepted, want an error with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q lacks %q", err, w)
		}
	}
}

func TestRefusedNodes(t *testing.T) {
	t.Parallel()
	image := []int64{1, 2, 4, 4}
	weights := tensorSpec{name: "w", dims: []int64{2, 2, 3, 3}, floats: make([]float32, 36)}
	conv := func(attrs map[string]any) nodeSpec { return nodeSpec{op: "Conv", in: []string{"w"}, attrs: attrs} }
	pool := func(attrs map[string]any) nodeSpec { return nodeSpec{op: "AveragePool", attrs: attrs} }
	cases := map[string]struct {
		node  nodeSpec
		words []string
	}{
		"unknown operator":    {nodeSpec{op: "LSTM"}, []string{"LSTM", `"node-y"`, "not supported"}},
		"other domain":        {nodeSpec{op: "Relu", domain: "com.example"}, []string{"com.example.Relu", `"node-y"`}},
		"unknown attribute":   {nodeSpec{op: "Relu", attrs: map[string]any{"alpha": float32(1)}}, []string{"Relu", "alpha"}},
		"attribute type":      {conv(map[string]any{"group": float32(1)}), []string{"Conv", "group", "type"}},
		"missing weights":     {nodeSpec{op: "Conv", in: []string{"nowhere"}}, []string{"Conv", `"nowhere"`}},
		"weights as input":    {nodeSpec{op: "Conv", in: []string{"x"}}, []string{"Conv", "constant"}},
		"too few inputs":      {nodeSpec{op: "Conv"}, []string{"Conv", "1 inputs"}},
		"groups":              {conv(map[string]any{"group": int64(2)}), []string{"Conv", "2x2x3x3", "2 groups"}},
		"auto_pad":            {conv(map[string]any{"auto_pad": "MIDDLE"}), []string{"auto_pad", "MIDDLE"}},
		"negative pads":       {conv(map[string]any{"pads": []int64{0, -1, 0, 0}}), []string{"pads", "-1"}},
		"zero stride":         {conv(map[string]any{"strides": []int64{0, 1}}), []string{"strides"}},
		"one stride":          {conv(map[string]any{"strides": []int64{1}}), []string{"strides"}},
		"other kernel":        {conv(map[string]any{"kernel_shape": []int64{5, 5}}), []string{"kernel_shape"}},
		"window too large":    {conv(map[string]any{"dilations": []int64{9, 9}}), []string{"window of 19"}},
		"huge pads":           {conv(map[string]any{"pads": []int64{30000, 30000, 30000, 30000}}), []string{"Conv", "more than"}},
		"ceil_mode":           {pool(map[string]any{"kernel_shape": []int64{2, 2}, "ceil_mode": int64(1)}), []string{"ceil_mode"}},
		"no kernel":           {pool(nil), []string{"kernel_shape"}},
		"window in padding":   {pool(map[string]any{"kernel_shape": []int64{2, 2}, "pads": []int64{2, 0, 0, 0}}), []string{"padding"}},
		"rank of Gemm":        {nodeSpec{op: "Gemm", in: []string{"w"}}, []string{"Gemm", "1x2x4x4"}},
		"transA":              {nodeSpec{op: "Gemm", in: []string{"w"}, attrs: map[string]any{"transA": int64(1)}}, []string{"transA"}},
		"axis":                {nodeSpec{op: "Softmax", attrs: map[string]any{"axis": int64(4)}}, []string{"Softmax", "axis"}},
		"flatten axis":        {nodeSpec{op: "Flatten", attrs: map[string]any{"axis": int64(-5)}}, []string{"Flatten", "axis"}},
		"reshape size":        {nodeSpec{op: "Reshape", in: []string{"s"}}, []string{"Reshape", "5x6"}},
		"reshape by floats":   {nodeSpec{op: "Reshape", in: []string{"w"}}, []string{"Reshape", "int64"}},
		"add shapes":          {nodeSpec{op: "Add", in: []string{"w"}}, []string{"Add", "2x2x3x3", "1x2x4x4"}},
		"clip by tensor":      {nodeSpec{op: "Clip", in: []string{"w"}}, []string{"Clip", "one value"}},
		"short tensor":        {nodeSpec{op: "Add", in: []string{"short"}}, []string{"Add", `"short"`, "4 bytes"}},
		"transpose twice":     {nodeSpec{op: "Transpose", attrs: map[string]any{"perm": []int64{0, 1, 1, 3}}}, []string{"Transpose", "perm"}},
		"transpose rank":      {nodeSpec{op: "Transpose", attrs: map[string]any{"perm": []int64{1, 0}}}, []string{"Transpose", "perm"}},
		"transpose outside":   {nodeSpec{op: "Transpose", attrs: map[string]any{"perm": []int64{0, 1, 2, 4}}}, []string{"Transpose", "perm"}},
		"concat constant":     {nodeSpec{op: "Concat", in: []string{"w"}, attrs: map[string]any{"axis": int64(1)}}, []string{"Concat", `"w"`, "constant"}},
		"concat axis":         {nodeSpec{op: "Concat", attrs: map[string]any{"axis": int64(4)}}, []string{"Concat", "axis"}},
		"slice of nothing":    {nodeSpec{op: "Slice", in: []string{"one", "one"}}, []string{"Slice", "nothing is left"}},
		"slice step 0":        {nodeSpec{op: "Slice", in: []string{"one", "s0", "one", "zero"}}, []string{"Slice", "steps of 0"}},
		"slice axis":          {nodeSpec{op: "Slice", in: []string{"zero", "one", "five"}}, []string{"Slice", "axis"}},
		"slice axis twice":    {nodeSpec{op: "Slice", in: []string{"zeros", "ones", "ones"}}, []string{"Slice", "axis 1", "twice"}},
		"slice lists":         {nodeSpec{op: "Slice", in: []string{"zero", "ones"}}, []string{"Slice", "1 starts, 2 ends"}},
		"slice by input":      {nodeSpec{op: "Slice", in: []string{"x", "one"}}, []string{"Slice", "constants"}},
		"split lengths":       {nodeSpec{op: "Split", in: []string{"five"}, attrs: map[string]any{"axis": int64(1)}}, []string{"Split", "cannot be split"}},
		"split sum":           {nodeSpec{op: "Split", in: []string{"one"}, attrs: map[string]any{"axis": int64(1)}}, []string{"Split", "add up to 2"}},
		"split count":         {nodeSpec{op: "Split", in: []string{"ones"}, attrs: map[string]any{"axis": int64(1)}}, []string{"Split", "2 lengths for 1"}},
		"mul shapes":          {nodeSpec{op: "Mul", in: []string{"w"}}, []string{"Mul", "2x2x3x3", "1x2x4x4"}},
		"cubic resize":        {nodeSpec{op: "Resize", in: []string{"", "", "s"}, attrs: map[string]any{"mode": "cubic"}}, []string{"Resize", "cubic"}},
		"antialiased resize":  {nodeSpec{op: "Resize", in: []string{"", "", "s"}, attrs: map[string]any{"antialias": int64(1)}}, []string{"Resize", "antialias"}},
		"place of resize":     {nodeSpec{op: "Resize", attrs: map[string]any{"coordinate_transformation_mode": "tf_crop_and_resize"}}, []string{"Resize", "tf_crop_and_resize"}},
		"rounding of resize":  {nodeSpec{op: "Resize", attrs: map[string]any{"nearest_mode": "up"}}, []string{"Resize", "nearest_mode", "up"}},
		"resize by nothing":   {nodeSpec{op: "Resize"}, []string{"Resize", "neither"}},
		"resize by both":      {nodeSpec{op: "Resize", in: []string{"", "twice", "same"}}, []string{"Resize", "both"}},
		"resize of rank":      {nodeSpec{op: "Resize", in: []string{"", "", "s"}}, []string{"Resize", "sizes [5 6]"}},
		"resize of channels":  {nodeSpec{op: "Resize", in: []string{"", "twice"}}, []string{"Resize", "1x2x4x4", "height and width"}},
		"resize to nothing":   {nodeSpec{op: "Resize", in: []string{"", "least"}}, []string{"Resize", "scales"}},
		"resize to NaN":       {nodeSpec{op: "Resize", in: []string{"", "nan"}}, []string{"Resize", "scales"}},
		"huge resize":         {nodeSpec{op: "Resize", in: []string{"", "", "huge"}}, []string{"Resize", "larger"}},
		"training of Dropout": {nodeSpec{op: "Dropout", in: []string{"w", "w"}}, []string{"Dropout", "inputs"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := chain(13, image, c.node).with(weights,
				tensorSpec{name: "s", dims: []int64{2}, ints: []int64{5, 6}},
				tensorSpec{name: "s0", dims: []int64{1}, ints: []int64{4}},
				tensorSpec{name: "zero", dims: []int64{1}, ints: []int64{0}},
				tensorSpec{name: "one", dims: []int64{1}, ints: []int64{1}},
				tensorSpec{name: "five", dims: []int64{1}, ints: []int64{5}},
				tensorSpec{name: "zeros", dims: []int64{2}, ints: []int64{0, 0}},
				tensorSpec{name: "ones", dims: []int64{2}, ints: []int64{1, 1}},
				tensorSpec{name: "same", dims: []int64{4}, ints: []int64{1, 2, 4, 4}},
				tensorSpec{name: "huge", dims: []int64{4}, ints: []int64{1, 2, 1, 1 << 24}},
				tensorSpec{name: "twice", dims: []int64{4}, floats: []float32{1, 2, 2, 2}},
				tensorSpec{name: "least", dims: []int64{4}, floats: []float32{1, 1, 1, 0.1}},
				tensorSpec{name: "nan", dims: []int64{4}, floats: []float32{1, 1, 1, float32(math.NaN())}},
				tensorSpec{name: "short", dims: []int64{4}, floats: []float32{1}})
			refused(t, spec.encode(), c.words...)
		})
	}
}

func TestRefusedGraphs(t *testing.T) {
	t.Parallel()
	relu := nodeSpec{op: "Relu"}
	cases := map[string]struct {
		spec  modelSpec
		words []string
	}{
		"old operators": {chain(6, []int64{1, 2}, relu), []string{"version 6"}},
		"new operators": {chain(99, []int64{1, 2}, relu), []string{"version 99"}},
		"batch":         {chain(13, []int64{4, 2}, relu), []string{`"x"`, "batch"}},
		"open size":     {chain(13, []int64{1, 3, 0, 0}, relu), []string{`"x"`, "dimension 2"}},
		"huge input":    {chain(13, []int64{1, 1 << 20, 1 << 20}, relu), []string{`"x"`, "more than"}},
		"no shape":      {chain(13, nil, relu), []string{`"x"`, "shape"}},
		"no nodes":      {modelSpec{opset: 13, input: []int64{1, 2}, output: "y"}, []string{`"y"`}},
		"output shape": {
			modelSpec{
				opset: 13, input: []int64{1, 2}, output: "y", outShape: []int64{1, 3},
				nodes: []nodeSpec{{op: "Relu", in: []string{"x"}, out: []string{"y"}}},
			},
			[]string{`"y"`, "1x2", "3"},
		},
		"two values of a name": {
			modelSpec{
				opset: 13, input: []int64{1, 2}, output: "y",
				nodes: []nodeSpec{{op: "Relu", in: []string{"x"}, out: []string{"x"}}},
			},
			[]string{`"x"`, "twice"},
		},
		"optional output": {
			modelSpec{
				opset: 13, input: []int64{1, 2}, output: "y",
				nodes: []nodeSpec{{op: "Dropout", in: []string{"x"}, out: []string{"y", "mask"}}},
			},
			[]string{"Dropout", `"mask"`},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, c.spec.encode(), c.words...)
		})
	}
}

// smallModel holds one of most things, for damage.
func smallModel() []byte {
	c := convCase{channels: 3, h: 6, w: 6, filters: 4, groups: 1, kernel: [2]int64{3, 3}, strides: [2]int64{1, 1}, dilat: [2]int64{1, 1}, bias: true}
	return chain(13, []int64{1, 3, 6, 6}, c.node(), nodeSpec{op: "Clip", in: []string{"lo", ""}},
		nodeSpec{op: "GlobalAveragePool"}, nodeSpec{op: "Reshape", in: []string{"s"}},
		nodeSpec{op: "Gemm", in: []string{"g"}, attrs: map[string]any{"transB": int64(1)}}, nodeSpec{op: "Softmax"}).
		with(c.constants(make([]float32, 108), make([]float32, 4))...).
		with(tensorSpec{name: "lo", floats: []float32{0}}, tensorSpec{name: "s", dims: []int64{2}, ints: []int64{1, -1}, packed: true},
			tensorSpec{name: "g", dims: []int64{2, 4}, floats: make([]float32, 8)}).encode()
}

// TestTruncated: no beginning of a model is a model.
func TestTruncated(t *testing.T) {
	t.Parallel()
	file := smallModel()
	if _, err := portable.Load(file, portable.Options{}); err != nil {
		t.Fatal(err)
	}
	for n := range file {
		refused(t, file[:n], "ONNX model: ")
	}
	refused(t, []byte("\x89PNG\r\n\x1a\n"), "model")
	refused(t, nil, "no graph")
}

// TestSharedWeights: many nodes that share a constant cannot multiply its size.
func TestSharedWeights(t *testing.T) {
	t.Parallel()
	c := convCase{channels: 64, h: 1, w: 1, filters: 64, groups: 1, kernel: [2]int64{1, 1}, strides: [2]int64{1, 1}, dilat: [2]int64{1, 1}}
	nodes := make([]nodeSpec, 200)
	for i := range nodes {
		nodes[i] = c.node()
	}
	refused(t, chain(13, []int64{1, 64, 1, 1}, nodes...).with(c.constants(make([]float32, 4096), nil)...).encode(), "Conv", "weights")
}

func TestRunErrors(t *testing.T) {
	t.Parallel()
	e := load(t, chain(13, []int64{1, 2, 3}, nodeSpec{op: "Relu"}), 1)
	if _, err := e.Run(t.Context(), make([]float32, 5)); err == nil || !strings.Contains(err.Error(), "1x2x3") {
		t.Errorf("wrong length: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Run(ctx, make([]float32, 6)); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if _, err := portable.Load(smallModel(), portable.Options{Threads: -1}); err == nil {
		t.Error("negative threads accepted")
	}
}

// timeToRun bounds one run of a fuzzed model.
const timeToRun = time.Second

// FuzzLoad: no file panics, and a model that is accepted runs.
func FuzzLoad(f *testing.F) {
	f.Add(smallModel())
	f.Add(chain(10, []int64{0, 2, 5, 5}, nodeSpec{op: "MaxPool", attrs: map[string]any{
		"kernel_shape": []int64{2, 2}, "auto_pad": "SAME_UPPER",
	}}, nodeSpec{op: "Flatten"}).encode())
	f.Add(chain(13, []int64{1, 2, 2, 2}, nodeSpec{op: "Add", in: []string{"c"}}).
		with(tensorSpec{name: "c", dims: []int64{2, 1, 1}, floats: []float32{1, 2}}).encode())
	f.Add(outputsModel().encode())
	f.Add(layoutModel().encode())
	f.Add(classifierEnd().encode())
	f.Add(chain(13, []int64{1, 2}, nodeSpec{op: "Add", in: []string{"w"}}).after(cast("small", "w", 1)).
		with(tensorSpec{name: "small", dims: []int64{2}, codes: []int64{1, 2}, elem: halfType}).encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		e, err := portable.Load(file, portable.Options{Threads: 1})
		if err != nil {
			return
		}
		n := 1
		for _, d := range e.InputShape() {
			n *= d
		}
		if n > 1<<12 {
			return // accepted, but slow to run
		}
		ctx, cancel := context.WithTimeout(t.Context(), timeToRun)
		defer cancel()
		if _, err := e.Run(ctx, make([]float32, n)); err != nil && ctx.Err() == nil {
			t.Errorf("accepted, but: %v", err)
		}
	})
}
