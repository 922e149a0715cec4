package portable_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
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

// benchmarkModel measures runs of a model.
func benchmarkModel(b *testing.B, file string, threads int) {
	b.Helper()
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
}
