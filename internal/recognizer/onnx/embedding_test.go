package onnx_test

import (
	"context"
	"math"
	"testing"

	"blobsight/internal/recognizer/embedding"
	"blobsight/internal/recognizer/onnx"
	"blobsight/internal/recognizer/portable"
)

// TestEmbeddings: both engines give the same embeddings, and scores as without.
func TestEmbeddings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file      func(testing.TB) []byte
		input     func(testing.TB) []float32
		size      int
		tolerance float64 // of the length of the embedding
	}{
		"embedded": {
			func(t testing.TB) []byte { return read(t, embedded, "model.onnx") },
			func(t testing.TB) []float32 { return embeddedInputs(t)[0] }, 224, 1e-4,
		},
		"float32":   {reals()[1].file, func(testing.TB) []float32 { return reals()[1].input() }, 1280, 1e-4},
		"quantized": {reals()[0].file, func(testing.TB) []float32 { return reals()[0].input() }, 1280, 0.05}, // sums are rounded differently here and there
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, input := tt.file(t), tt.input(t)
			m, err := embedding.Expose(file, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			e, plain := load(t, m.File, onnx.Options{Outputs: m.Outputs}), load(t, file, onnx.Options{})
			if sizes := e.OutputSizes(); len(sizes) != 2 || sizes[1] != 0 && sizes[1] != tt.size {
				t.Errorf("outputs of %v values", sizes)
			}
			other, err := portable.Load(m.File, portable.Options{Outputs: m.Outputs})
			if err != nil {
				t.Fatal(err)
			}
			got, want, scores := runs(t, e, input), runs(t, other, input), runs(t, plain, input)
			if len(got) != 2 || len(got[1]) != tt.size {
				t.Fatalf("%d outputs, the last one of %d values", len(got), len(got[len(got)-1]))
			}
			near(t, "scores", got[0], scores[0], 1e-4)
			if d := distance(got[1], want[1]); !(d <= tt.tolerance) {
				t.Errorf("embeddings differ by %v of their length", d)
			} else {
				t.Logf("embeddings differ by %.2g of their length", d)
			}
		})
	}
}

// runs runs a model once.
func runs(t *testing.T, e interface {
	Run(ctx context.Context, input []float32) ([][]float32, error)
}, input []float32) [][]float32 {
	t.Helper()
	outputs, err := e.Run(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	return outputs
}

// distance is how far two vectors are apart, in lengths of the second one.
func distance(a, b []float32) float64 {
	apart, length := 0.0, 0.0
	for i := range b {
		d := float64(a[i]) - float64(b[i])
		apart, length = apart+d*d, length+float64(b[i])*float64(b[i])
	}
	return math.Sqrt(apart / length)
}
