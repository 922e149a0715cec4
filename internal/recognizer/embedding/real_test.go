package embedding_test

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"

	"blobsight/internal/recognizer/embedding"
	"blobsight/internal/recognizer/portable"
)

// real is a classifier of the project, or of the folder "shared" beside it.
type real struct {
	path   string
	tensor string // that is found
	side   int    // of the input
	size   int    // of the embedding
}

func reals() map[string]real {
	shared := filepath.Join("..", "..", "..", "..", "shared", "models")
	return map[string]real{
		"embedded":  {filepath.Join("..", "..", "models", "embedded", "model.onnx"), "flatten_35", 80, 224},
		"float32":   {filepath.Join(shared, "mobilenetv2_fp32.onnx"), "feat", 224, 1280},
		"quantized": {filepath.Join(shared, "mobilenetv2-12-int8.onnx"), "472_quantized", 224, 1280},
	}
}

func (r real) file(t *testing.T) []byte {
	t.Helper()
	file, err := os.ReadFile(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is absent: it is no part of the project", r.path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// input is an input without meaning.
func (r real) input() []float32 {
	x := make([]float32, 3*r.side*r.side)
	for i := range x {
		x[i] = float32(i*7919%256)/128 - 1
	}
	return x
}

// TestReal: the embedding is found in models of all kinds, scores stay what they
// are without it.
func TestReal(t *testing.T) {
	t.Parallel()
	for name, r := range reals() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := r.file(t)
			m, err := embedding.Expose(file, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			if m.Tensor != r.tensor {
				t.Errorf("found %q, want %q", m.Tensor, r.tensor)
			}
			with, without := run(t, m.File, m.Outputs, r.input()), run(t, file, nil, r.input())
			if len(with) != 2 || len(without) != 1 || len(with[1]) != r.size {
				t.Fatalf("%d outputs, the last one of %d values", len(with), len(with[len(with)-1]))
			}
			for i := range without[0] {
				if with[0][i] != without[0][i] {
					t.Fatalf("class %d has %v instead of %v", i, with[0][i], without[0][i])
				}
			}
			sum := 0.0
			for _, v := range with[1] {
				sum += float64(v) * float64(v)
			}
			if length := math.Sqrt(sum); !(length > 1 && length < 1000) {
				t.Errorf("the embedding has length %v", length)
			}
		})
	}
}

func run(t *testing.T, file []byte, outputs []string, input []float32) [][]float32 {
	t.Helper()
	e, err := portable.Load(file, portable.Options{Outputs: outputs})
	if err != nil {
		t.Fatal(err)
	}
	values, err := e.Run(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	return values
}
