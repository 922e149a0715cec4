package portable_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"blobsight/internal/recognizer/portable"
)

// golden is what ONNX Runtime 1.32.0 computes; testdata/golden.py writes it.
type golden struct {
	Input          []int
	Divisor, Minus float32
	Outputs        []struct {
		Name   string
		Shape  []int
		Best   int // the place of the largest value
		At     []int
		Values []float64
	}
}

// realModel reads a model from the folder "shared" beside the repository.
func realModel(t testing.TB, file string) []byte {
	t.Helper()
	name := filepath.Join("..", "..", "..", "..", "shared", "models", file)
	body, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is absent: it is no part of the project", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// goldenOf reads what is expected of a model, and makes the input.
func goldenOf(t testing.TB, file string) (golden, []float32) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]golden
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	g, ok := all[file]
	if !ok {
		t.Fatalf("golden.json has no %s", file)
	}
	height, width := g.Input[2], g.Input[3]
	input := make([]float32, 3*height*width)
	for i := range input {
		c, y, x := i/(height*width), i/width%height, i%width
		level := (x*y/64 + c*60 + i*7919%32) % 256
		input[i] = float32(level)/g.Divisor - g.Minus
	}
	return g, input
}

// check compares one output; it gives the largest difference.
func (g golden) check(t *testing.T, i int, got []float32, tolerance float64) float64 {
	t.Helper()
	want, worst := g.Outputs[i], 0.0
	for k, at := range want.At {
		diff := math.Abs(float64(got[at]) - want.Values[k])
		if !(diff <= tolerance*max(1, math.Abs(want.Values[k]))) {
			t.Fatalf("output %s, value %d: %v, the reference has %v", want.Name, at, got[at], want.Values[k])
		}
		worst = max(worst, diff)
	}
	return worst
}

// TestDetectors: both detectors agree with ONNX Runtime to 1e-3 in all outputs,
// whichever number of threads runs them.
func TestDetectors(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"nanodet_m_416.onnx", "yolox_nano_416.onnx"} {
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

// TestQuantized: the int8 classifier agrees with ONNX Runtime where that sums
// exactly (see golden.py). Logits are whole multiples of 0.16, so the tolerance
// is for the decimals of the file alone.
func TestQuantized(t *testing.T) {
	t.Parallel()
	const file = "mobilenetv2-12-int8.onnx"
	e, err := portable.Load(realModel(t, file), portable.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g, input := goldenOf(t, file)
	outputs, err := e.Run(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	worst := g.check(t, 0, outputs[0], 1e-5)
	if best := slices.Index(outputs[0], slices.Max(outputs[0])); best != g.Outputs[0].Best {
		t.Errorf("best class %d, want %d", best, g.Outputs[0].Best)
	}
	t.Logf("maximum absolute error %.3g", worst)
}

// BenchmarkDetectors measures one picture of 416x416.
func BenchmarkDetectors(b *testing.B) {
	for _, file := range []string{"nanodet_m_416.onnx", "yolox_nano_416.onnx"} {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/threads=%d", file, threads), func(b *testing.B) {
				e, err := portable.Load(realModel(b, file), portable.Options{Threads: threads})
				if err != nil {
					b.Fatal(err)
				}
				_, x := goldenOf(b, file)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := e.Run(b.Context(), x); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
