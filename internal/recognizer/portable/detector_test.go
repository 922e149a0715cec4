package portable_test

import (
	"fmt"
	"slices"
	"testing"

	"blobsight/internal/recognizer/portable"
)

func detectors() []string { return []string{"nanodet_m_416.onnx", "yolox_nano_416.onnx"} }

// TestDetectors: both detectors agree with ONNX Runtime to 1e-3 in all outputs,
// whichever number of threads runs them.
func TestDetectors(t *testing.T) {
	t.Parallel()
	for _, file := range detectors() {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			body := realModel(t, file)
			g, input := goldenOf(t, file)
			var first [][]float32
			for _, threads := range []int{1, 2} {
				e, err := portable.Load(body, portable.Options{Threads: threads})
				if err != nil {
					t.Fatal(err)
				}
				outputs, err := e.Run(t.Context(), input)
				if err != nil {
					t.Fatal(err)
				}
				if len(outputs) != len(g.Outputs) {
					t.Fatalf("%d outputs, want %d", len(outputs), len(g.Outputs))
				}
				for i, got := range outputs {
					if shape := e.OutputShapes()[i]; !slices.Equal(shape, g.Outputs[i].Shape) {
						t.Fatalf("output %d has shape %v, want %v", i, shape, g.Outputs[i].Shape)
					}
					worst := g.check(t, i, got, 1e-3)
					t.Logf("%s: maximum absolute error %.3g", g.Outputs[i].Name, worst)
					if first != nil {
						equalBits(t, got, first[i])
					}
				}
				first = outputs
			}
		})
	}
}

// BenchmarkDetectors measures one picture of 416x416.
func BenchmarkDetectors(b *testing.B) {
	for _, file := range detectors() {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/threads=%d", file, threads), func(b *testing.B) { benchmarkModel(b, file, threads) })
		}
	}
}
