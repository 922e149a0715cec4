package portable_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"blobsight/internal/recognizer/portable"
)

// mobilenet loads MobileNetV2 from the folder "shared" beside the repository,
// and makes an input without meaning.
func mobilenet(t testing.TB, threads int) (*portable.Engine, []float32) {
	t.Helper()
	name := filepath.Join("..", "..", "..", "..", "shared", "models", "mobilenetv2_fp32.onnx")
	file, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is absent: it is no part of the project", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	e, err := portable.Load(file, portable.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, 3*224*224)
	for i := range x {
		x[i] = float32(i*7919%256)/128 - 1
	}
	return e, x
}

// TestMobileNet: every hundredth logit agrees with ONNX Runtime 1.32.0.
func TestMobileNet(t *testing.T) {
	t.Parallel()
	e, x := mobilenet(t, 0)
	outputs, err := e.Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	y := outputs[0]
	if len(y) != 1000 {
		t.Fatalf("%d logits", len(y))
	}
	var got []float32
	for i := 0; i < len(y); i += 100 {
		got = append(got, y[i])
	}
	near(t, got, []float64{-2.95028, -1.01754, -1.61632, 1.43947, 0.77224, -3.72058, 2.85972, 3.00831, -3.46846, 1.92653}, 1e-4)
}

// BenchmarkMobileNet measures one picture of 224x224, 300 million multiply-adds.
func BenchmarkMobileNet(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			e, x := mobilenet(b, threads)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Run(b.Context(), x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
