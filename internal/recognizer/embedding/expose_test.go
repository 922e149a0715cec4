package embedding_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"blobsight/internal/recognizer/embedding"
	"blobsight/internal/recognizer/wire"
)

// network writes an ONNX file: a line for each node, "Add x w > y"; "-" is an
// optional input that is absent. Constants are b, k, s to w and z; x is the input.
func network(lines string, outputs ...string) []byte {
	var graph []byte
	letters, constants := strings.Split("bkstuvwz", ""), map[string]bool{}
	text := func(b []byte, field protowire.Number, s string) []byte {
		return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
	}
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		field, node := protowire.Number(1), text(nil, 4, words[0])
		for _, name := range words[1:] {
			switch {
			case name == ">":
				field = 2
				continue
			case name == "-":
				name = ""
			case slices.Contains(letters, name):
				constants[name] = true
			}
			node = text(node, field, name)
		}
		graph = text(graph, 1, string(node))
	}
	for name := range constants {
		graph = text(graph, 5, string(text(nil, 8, name)))
	}
	graph = text(graph, 11, string(text(nil, 1, "x")))
	for _, name := range outputs {
		graph = text(graph, 12, string(text(nil, 1, name)))
	}
	return text(nil, 7, string(graph))
}

// added lists what was added to a file: nodes as network takes them, and the
// output.
func added(t *testing.T, before, after []byte) []string {
	t.Helper()
	old, all := parts(t, before), parts(t, after)
	if len(all) < len(old) || !slices.Equal(all[:len(old)], old) {
		t.Fatalf("%q became %q", old, all)
	}
	return all[len(old):]
}

// parts lists the fields of a graph: nodes as words, and the names of others.
func parts(t *testing.T, file []byte) (list []string) {
	t.Helper()
	err := wire.Scan("model", file, func(f wire.Field) error {
		return f.Inner("graph", func(f wire.Field) error {
			node, words, op := f.Number == 1, []string(nil), []string(nil)
			err := f.Inner("part", func(f wire.Field) error {
				switch {
				case f.Number == 1, node && f.Number == 2, !node && f.Number == 8:
					return f.Texts(&words)
				case node && f.Number == 4:
					return f.Texts(&op)
				}
				return nil
			})
			list = append(list, strings.Join(append(op, words...), " "))
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestFind: what the last layer with weights reads is found, whatever follows it.
func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		network string
		want    string // the tensor
		adds    []string
	}{
		"matrix":          {"Relu x > feat\nGemm feat w b > y", "feat", []string{"Cast feat embedding", "embedding"}},
		"bias, softmax":   {"Relu x > feat\nMatMul feat w > m\nAdd b m > a\nSoftmax a > y", "feat", []string{"Cast feat embedding", "embedding"}},
		"weights first":   {"Relu x > feat\nMatMul w feat > y", "feat", []string{"Cast feat embedding", "embedding"}},
		"weights in 16":   {"Relu x > feat\nCast w > weights\nTranspose weights > turned\nGemm feat turned b > y", "feat", []string{"Cast feat embedding", "embedding"}},
		"convolution":     {"Relu x > feat\nConv feat w b > c\nRelu c > r\nGlobalAveragePool r > p\nFlatten p > y", "feat", []string{"GlobalAveragePool feat embedding/GlobalAveragePool", "Cast embedding/GlobalAveragePool embedding", "embedding"}},
		"its shape":       {"Relu x > feat\nGemm feat w > m\nShape x > s1\nReshape m s1 > y", "feat", []string{"Cast feat embedding", "embedding"}},
		"whole numbers":   {"QuantizeLinear x s z > q\nFlatten q > feat\nQLinearMatMul feat s z w u v s z > m\nQLinearAdd m s z b s z s z > a\nDequantizeLinear a s z > y", "feat", []string{"DequantizeLinear feat s z embedding", "embedding"}},
		"and their means": {"QuantizeLinear x s z > q\nQLinearGlobalAveragePool q s z t - > feat\nQGemm feat t - w u v b s z > y", "feat", []string{"DequantizeLinear feat t  embedding", "embedding"}},
		"and pixels":      {"QLinearConv x s z w s z t z > feat\nQLinearConv feat t z w s z s z > c\nDequantizeLinear c s z > y", "feat", []string{"DequantizeLinear feat t z embedding/DequantizeLinear", "GlobalAveragePool embedding/DequantizeLinear embedding", "embedding"}},
		"between":         {"QuantizeLinear x s z > q\nDequantizeLinear q s z > feat\nDequantizeLinear w s z > weights\nGemm feat weights > y", "feat", []string{"Cast feat embedding", "embedding"}},
		"the name":        {"Relu x > embedding\nGemm embedding w > y", "embedding", []string{"Cast embedding embedding_", "embedding_"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := network(tt.network, "y", "x")
			before := slices.Clone(file)
			m, err := embedding.Expose(file, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := added(t, file, m.File); m.Tensor != tt.want || !slices.Equal(got, tt.adds) {
				t.Errorf("%q, added %q, want %q and %q", m.Tensor, got, tt.want, tt.adds)
			}
			if want := []string{"y", "x", tt.adds[len(tt.adds)-1]}; !slices.Equal(m.Outputs, want) || !slices.Equal(file, before) {
				t.Errorf("outputs %q, want %q, or the file was changed", m.Outputs, want)
			}
		})
	}
}

// TestNamed: the tensor and the outputs that are named are taken.
func TestNamed(t *testing.T) {
	t.Parallel()
	file := network("Relu x > feat\nGemm feat w > y\nQuantizeLinear feat s z > whole\nMaxPool whole > pool\nGemm pool w > y2", "y", "y2")
	for _, tt := range []struct {
		tensor, output, want string
		adds                 []string
	}{
		{"feat", "y2", "feat", []string{"Cast feat embedding", "embedding"}},
		{"pool", "y", "pool", []string{"DequantizeLinear pool s z embedding", "embedding"}},
		{"y", "y", "y", []string{"Cast y embedding", "embedding"}},
		{"", "y2", "pool", []string{"DequantizeLinear pool s z embedding", "embedding"}},
	} {
		m, err := embedding.Expose(file, tt.tensor, []string{tt.output})
		if err != nil {
			t.Fatal(err)
		}
		if got := added(t, file, m.File); m.Tensor != tt.want || !slices.Equal(got, tt.adds) || !slices.Equal(m.Outputs, []string{tt.output, "embedding"}) {
			t.Errorf("%q: %q, added %q, outputs %q", tt.tensor, m.Tensor, got, m.Outputs)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	head := network("Relu x > feat\nGemm feat w > y", "y")
	tests := map[string]struct {
		file   []byte
		tensor string
		words  []string
	}{
		"no model":       {[]byte("\x89PNG\r\n\x1a\n"), "", []string{"read ONNX model"}},
		"nothing":        {nil, "", []string{"no graph"}},
		"two graphs":     {slices.Concat(head, head), "", []string{"two graphs"}},
		"no outputs":     {network("Gemm x w > y"), "", []string{"no output"}},
		"unknown name":   {head, "features", []string{`"features"`, `the last layer reads "feat"`}},
		"weights":        {head, "w", []string{`"w"`}},
		"the input":      {head, "x", []string{`"x"`}},
		"unknown, alone": {network("Relu x > y", "y"), "features", []string{`"features"`}},
		"one layer":      {network("Gemm x w > y", "y"), "", []string{"no embedding", "Gemm", `"x"`}},
		"no weights":     {network("Relu x > y", "y"), "", []string{"name it", "no layer with weights", `"y"`}},
		"attention":      {network("Gemm x w > a1\nMatMul a1 a1 > y", "y"), "", []string{"name it", "MatMul"}},
		"two ways":       {network("Gemm x w > a1\nGemm x v > a2\nAdd a1 a2 > y", "y"), "", []string{"name it", "Add", `"a1"`, `"a2"`}},
		"other operator": {network("Gemm x w > a1\nTopK a1 k > y", "y"), "", []string{"name it", "TopK"}},
		"circle":         {network("Relu y > a1\nRelu a1 > y", "y"), "", []string{"name it", "no layer"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := embedding.Expose(tt.file, tt.tensor, nil)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, w := range tt.words {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q lacks %q", err, w)
				}
			}
		})
	}
}

// FuzzExpose: no file panics, and what comes out can be read again.
func FuzzExpose(f *testing.F) {
	f.Add(network("Relu x > feat\nGemm feat w > y", "y"), "")
	f.Add(network("Gemm x w > y", "y"), "")
	f.Add(network("QuantizeLinear x s z > q\nQLinearConv q s z w s z t z > y", "y"), "q")
	f.Fuzz(func(t *testing.T, file []byte, tensor string) {
		m, err := embedding.Expose(file, tensor, nil)
		if err != nil {
			return
		}
		if _, err := embedding.Expose(m.File, m.Tensor, nil); err != nil {
			t.Errorf("accepted, but: %v", err)
		}
	})
}
