package onnx_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"blobsight/internal/recognizer/onnx"
	"blobsight/internal/recognizer/portable"
)

// real is a model of the folder "shared" beside the repository.
type real struct {
	name    string
	side    int   // of the input
	outputs []int // sizes
}

func reals() []real {
	nanodet := []int{2704 * 80, 676 * 80, 169 * 80, 2704 * 32, 676 * 32, 169 * 32}
	return []real{
		{"mobilenetv2-12-int8", 224, []int{1000}},
		{"mobilenetv2_fp32", 224, []int{1000}},
		{"yolox_nano_416", 416, []int{3549 * 85}},
		{"nanodet_m_416", 416, nanodet},
	}
}

func (r real) file(t testing.TB) []byte {
	t.Helper()
	name := filepath.Join("..", "..", "..", "..", "shared", "models", r.name+".onnx")
	file, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is absent: it is no part of the project", name)
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

func TestRealModels(t *testing.T) {
	t.Parallel()
	for _, r := range reals() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			e := load(t, r.file(t), onnx.Options{})
			if got := e.OutputSizes(); !slices.Equal(got, r.outputs) {
				t.Errorf("outputs of %v values, want %v", got, r.outputs)
			}
			if want := []int64{1, 3, int64(r.side), int64(r.side)}; !slices.Equal(e.InputShape(), want) {
				t.Errorf("takes %v, want %v", e.InputShape(), want)
			}
			got, err := e.Run(t.Context(), r.input())
			if err != nil {
				t.Fatal(err)
			}
			var sizes []int
			for _, o := range got {
				sizes = append(sizes, len(o))
			}
			if !slices.Equal(sizes, r.outputs) {
				t.Errorf("gives %v values, want %v", sizes, r.outputs)
			}
		})
	}
}

// TestMobileNetAgrees: both engines say the same of a model of a real size.
func TestMobileNetAgrees(t *testing.T) {
	t.Parallel()
	r := reals()[1]
	file := r.file(t)
	e := load(t, file, onnx.Options{})
	other, err := portable.Load(file, portable.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Run(t.Context(), r.input())
	if err != nil {
		t.Fatal(err)
	}
	want, err := other.Run(t.Context(), r.input())
	if err != nil {
		t.Fatal(err)
	}
	near(t, "portable", got[0], want[0], 1e-3)
}

// BenchmarkRun measures one picture on one thread.
func BenchmarkRun(b *testing.B) {
	for _, r := range reals() {
		b.Run(r.name, func(b *testing.B) { benchmark(b, r.file(b), r.input()) })
	}
	b.Run("embedded", func(b *testing.B) { benchmark(b, read(b, embedded, "model.onnx"), embeddedInputs(b)[0]) })
}

func benchmark(b *testing.B, file []byte, x []float32) {
	e := load(b, file, onnx.Options{})
	if _, err := e.Run(b.Context(), x); err != nil { // makes the session
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Run(b.Context(), x); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstRun measures a run that has to make its session, with the check of Load.
func BenchmarkFirstRun(b *testing.B) {
	lib := library(b)
	for _, r := range reals() {
		b.Run(r.name, func(b *testing.B) {
			file, x := r.file(b), r.input()
			keep := load(b, file, onnx.Options{}) // so that the library stays loaded
			_ = keep
			for b.Loop() {
				e, err := onnx.Load(func() ([]byte, error) { return file, nil }, onnx.Options{Library: lib})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := e.Run(b.Context(), x); err != nil {
					b.Fatal(err)
				}
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMemory reports what the process holds under load on two sessions and
// after they were closed, in megabytes of resident memory. Run it alone, with -benchtime 1x.
func BenchmarkMemory(b *testing.B) {
	for _, r := range reals() {
		b.Run(r.name, func(b *testing.B) {
			file, x := r.file(b), r.input()
			for b.Loop() {
				e := load(b, file, onnx.Options{Sessions: 2})
				done := make(chan error)
				for range 4 {
					go func() {
						var err error
						for range 25 {
							_, e := e.Run(b.Context(), x)
							err = errors.Join(err, e)
						}
						done <- err
					}()
				}
				for range 4 {
					if err := <-done; err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(resident(b), "MB-load")
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(resident(b), "MB-closed")
			}
		})
	}
}

// resident is the resident memory of this process in megabytes, 0 where the system does not say.
func resident(testing.TB) float64 {
	var pages, ignored float64
	stat, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	_, _ = fmt.Sscan(string(stat), &ignored, &pages)
	return pages * float64(os.Getpagesize()) / 1e6
}
