package onnx_test

import (
	"encoding/json"
	"math"
	"path/filepath"
	"sync"
	"testing"

	"blobsight/internal/recognizer/onnx"
	"blobsight/internal/recognizer/portable"
)

// The model that the project ships, with inputs and the outputs of another
// installation of ONNX Runtime.
var embedded = filepath.Join("..", "..", "models", "embedded")

const (
	pictures = 8
	side     = 80
)

// embeddedInputs reads RGB pictures and prepares them as the model card says.
func embeddedInputs(t testing.TB) [][]float32 {
	t.Helper()
	rgb := read(t, embedded, "reference_input.bin")
	if len(rgb) != pictures*side*side*3 {
		t.Fatalf("reference_input.bin has %d bytes", len(rgb))
	}
	mean, std := [3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}
	inputs := make([][]float32, pictures)
	for i := range inputs {
		inputs[i] = make([]float32, 3*side*side)
		for p := range side * side {
			for c := range 3 {
				v := float32(rgb[(i*side*side+p)*3+c]) / 255
				inputs[i][c*side*side+p] = (v - mean[c]) / std[c]
			}
		}
	}
	return inputs
}

// near compares outputs, value by value.
func near(t testing.TB, what string, got, want []float32, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if diff := math.Abs(float64(got[i] - want[i])); !(diff <= tolerance) {
			t.Fatalf("%s: value %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// TestEmbedded: ONNX Runtime here, the reference and the portable engine agree.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	file := read(t, embedded, "model.onnx")
	e := load(t, file, onnx.Options{})
	other, err := portable.Load(file, portable.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	var reference struct{ Logits [][]float32 }
	if err := json.Unmarshal(read(t, embedded, "reference.json"), &reference); err != nil {
		t.Fatal(err)
	}
	for i, x := range embeddedInputs(t) {
		got, err := e.Run(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "reference", got[0], reference.Logits[i], 1e-3)
		want, err := other.Run(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "portable", got[0], want[0], 1e-3)
	}
}

// TestRunsAtOnceAgree: any number of calls at once and any number of sessions
// give the same bits.
func TestRunsAtOnceAgree(t *testing.T) {
	t.Parallel()
	file, inputs := read(t, embedded, "model.onnx"), embeddedInputs(t)
	want := make([][][]float32, pictures)
	single := load(t, file, onnx.Options{})
	for i, x := range inputs {
		var err error
		if want[i], err = single.Run(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	e := load(t, file, onnx.Options{Sessions: 3})
	var wg sync.WaitGroup
	got := make([][][]float32, 4*pictures)
	for i := range got {
		wg.Go(func() {
			var err error
			if got[i], err = e.Run(t.Context(), inputs[i%pictures]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	for i := range got {
		near(t, "another session", got[i][0], want[i%pictures][0], 0)
	}
}
