package portable_test

import (
	"fmt"
	"slices"
	"testing"

	"blobsight/internal/recognizer/portable"
)

const (
	mobilenetFloat = "mobilenetv2_fp32.onnx"
	mobilenetInt8  = "mobilenetv2-12-int8.onnx"
)

// classify runs a classifier on the input of its golden values, and checks the
// best class.
func classify(t *testing.T, file string, tolerance float64) {
	t.Helper()
	e, err := portable.Load(realModel(t, file), portable.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g, input := goldenOf(t, file)
	outputs, err := e.Run(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("maximum absolute error %.3g", g.check(t, 0, outputs[0], tolerance))
	if best := slices.Index(outputs[0], slices.Max(outputs[0])); best != g.Outputs[0].Best {
		t.Errorf("best class %d, want %d", best, g.Outputs[0].Best)
	}
}

// TestMobileNet: logits agree with ONNX Runtime.
func TestMobileNet(t *testing.T) {
	t.Parallel()
	classify(t, mobilenetFloat, 1e-4)
}

// TestQuantizedMobileNet: logits agree with ONNX Runtime where that sums exactly
// (see golden.py). They are whole multiples of 0.16, so the tolerance is for the
// decimals of the file alone.
func TestQuantizedMobileNet(t *testing.T) {
	t.Parallel()
	classify(t, mobilenetInt8, 1e-5)
}

// BenchmarkMobileNet measures one picture of 224x224, 300 million multiply-adds.
func BenchmarkMobileNet(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) { benchmarkModel(b, mobilenetFloat, threads) })
	}
}

// BenchmarkQuantizedMobileNet measures the same of whole numbers.
func BenchmarkQuantizedMobileNet(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) { benchmarkModel(b, mobilenetInt8, threads) })
	}
}
