package portable_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sync"
	"testing"

	"blobsight/internal/recognizer/portable"
)

// The model that the project ships, with inputs and the outputs of another engine.
const embedded = "../../models/embedded/"

const (
	pictures = 8
	side     = 80
	classes  = 405
)

func embeddedModel(t testing.TB, threads int) *portable.Engine {
	t.Helper()
	file, err := os.ReadFile(embedded + "model.onnx")
	if err != nil {
		t.Fatal(err)
	}
	e, err := portable.Load(file, portable.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// embeddedInputs reads RGB pictures and prepares them as the model card says.
func embeddedInputs(t testing.TB) [][]float32 {
	t.Helper()
	rgb, err := os.ReadFile(embedded + "reference_input.bin")
	if err != nil {
		t.Fatal(err)
	}
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

func TestEmbeddedModelAgreesWithReference(t *testing.T) {
	t.Parallel()
	var reference struct{ Logits [][]float32 }
	body, err := os.ReadFile(embedded + "reference.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &reference); err != nil {
		t.Fatal(err)
	}
	e, worst := embeddedModel(t, 0), 0.0
	for i, x := range embeddedInputs(t) {
		outputs, err := e.Run(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		got := outputs[0]
		if len(got) != classes || len(reference.Logits[i]) != classes {
			t.Fatalf("picture %d: %d logits, the reference has %d", i, len(got), len(reference.Logits[i]))
		}
		for c := range got {
			diff := math.Abs(float64(got[c] - reference.Logits[i][c]))
			if !(diff <= 1e-3) {
				t.Fatalf("picture %d, class %d: %v, the reference has %v", i, c, got[c], reference.Logits[i][c])
			}
			worst = max(worst, diff)
		}
	}
	t.Logf("maximum absolute error %.3g", worst)
}

// TestRunsAtOnceAgree: any number of calls at once and any number of threads
// give the same bits.
func TestRunsAtOnceAgree(t *testing.T) {
	t.Parallel()
	inputs := embeddedInputs(t)
	want := make([][][]float32, pictures)
	single := embeddedModel(t, 1)
	for i, x := range inputs {
		var err error
		if want[i], err = single.Run(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	for _, threads := range []int{1, 2, 3} {
		e := embeddedModel(t, threads)
		var wg sync.WaitGroup
		got := make([][][]float32, 2*pictures)
		for i := range got {
			wg.Go(func() {
				var err error
				if got[i], err = e.Run(t.Context(), inputs[i%pictures]); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for i := range got {
			equalBits(t, got[i][0], want[i%pictures][0])
		}
	}
}

// BenchmarkEmbedded measures one picture.
func BenchmarkEmbedded(b *testing.B) {
	x := embeddedInputs(b)[0]
	for _, threads := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			e := embeddedModel(b, threads)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Run(b.Context(), x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoad measures how long it takes until the embedded model is ready.
func BenchmarkLoad(b *testing.B) {
	file, err := os.ReadFile(embedded + "model.onnx")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := portable.Load(file, portable.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
