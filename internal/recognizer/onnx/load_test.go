package onnx_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"blobsight/internal/recognizer/onnx"
)

func TestOutputs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		file []byte
		opt  onnx.Options
		want [][]float32
	}{
		{"all", negation(typeFloat, 1, 2), onnx.Options{}, [][]float32{{-1, 2}, {1, 2}}},
		{"in another order", negation(typeFloat, 1, 2), onnx.Options{Input: "x", Outputs: []string{"z", "y"}}, [][]float32{{1, 2}, {-1, 2}}},
		{"one", negation(typeFloat, 1, 2), onnx.Options{Outputs: []string{"z"}, InputShape: []int64{1, 2}}, [][]float32{{1, 2}}},
		{"open batch", negation(typeFloat, 0, 2), onnx.Options{}, [][]float32{{-1, 2}, {1, 2}}},
		{"open sizes", negation(typeFloat, 0, 0), onnx.Options{InputShape: []int64{1, 2}}, [][]float32{{-1, 2}, {1, 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := load(t, tt.file, tt.opt)
			input := []float32{1, -2}
			got, err := e.Run(t.Context(), input)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(got, tt.want, slices.Equal) || !slices.Equal(input, []float32{1, -2}) {
				t.Errorf("got %v of %v, want %v", got, input, tt.want)
			}
			if _, err := e.Run(t.Context(), input[:1]); err == nil || !strings.Contains(err.Error(), "1 values") {
				t.Errorf("an input that is too short gives %v", err)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	two := model([]message{node("Add", []string{"x", "w"}, []string{"y"})},
		[]message{value("x", typeFloat, 1), value("w", typeFloat, 1)}, []message{value("y", typeFloat, 1)})
	valid := negation(typeFloat, 1, 2)
	tests := []struct {
		name  string
		file  []byte
		opt   onnx.Options
		words []string
	}{
		{"empty file", nil, onnx.Options{}, []string{"empty"}},
		{"garbage", []byte(strings.Repeat("garbage ", 1000)), onnx.Options{}, []string{"read ONNX model"}},
		{"zeros", make([]byte, 1000), onnx.Options{}, []string{"read ONNX model"}},
		{"cut off", valid[:len(valid)-9], onnx.Options{}, []string{"read ONNX model"}},
		{"unknown operator", model([]message{node("Frobnicate", []string{"x"}, []string{"y"})}, []message{value("x", typeFloat, 1)}, []message{value("y", typeFloat, 1)}), onnx.Options{}, []string{"Frobnicate"}},
		{"unknown input", valid, onnx.Options{Input: "data"}, []string{`"data"`, `"x" [1 2]`}},
		{"unknown output", valid, onnx.Options{Outputs: []string{"y", "logits"}}, []string{`"logits"`, `"y"`, `"z"`}},
		{"output twice", valid, onnx.Options{Outputs: []string{"y", "y"}}, []string{`"y"`, "twice"}},
		{"two inputs", two, onnx.Options{}, []string{"several inputs", `"x"`, `"w"`}},
		{"one of two inputs", two, onnx.Options{Input: "x"}, []string{"2 inputs"}},
		{"integers", negation(typeInt64, 1, 2), onnx.Options{}, []string{`"x"`, "int64"}},
		{"open sizes", negation(typeFloat, 0, 3, 0, 0), onnx.Options{}, []string{`"x"`, "open"}},
		{"other shape", valid, onnx.Options{InputShape: []int64{1, 3}}, []string{`"x"`, "[1 2]", "[1 3]"}},
		{"other rank", valid, onnx.Options{InputShape: []int64{2}}, []string{`"x"`, "[1 2]", "[2]"}},
		{"huge input", negation(typeFloat, 1, 1<<20, 1<<20), onnx.Options{}, []string{`"x"`, "more than"}},
		{"negative sessions", valid, onnx.Options{Sessions: -1}, []string{"sessions", "-1"}},
		{"negative idle time", valid, onnx.Options{IdleAfter: -time.Second}, []string{"idle", "-1s"}},
		{"negative shape", valid, onnx.Options{InputShape: []int64{-1, 2}}, []string{"shape", "-1"}},
	}
	lib := library(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.opt.Library = lib
			_, err := onnx.Load(func() ([]byte, error) { return tt.file, nil }, tt.opt)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, w := range tt.words {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q lacks %q", err, w)
				}
			}
		})
	}
}

// TestCutOff: no prefix of a model brings the process down.
func TestCutOff(t *testing.T) {
	t.Parallel()
	lib, file := library(t), read(t, embedded, "model.onnx")
	for n := 1; n < len(file); n += len(file) / 40 {
		e, err := onnx.Load(func() ([]byte, error) { return file[:n], nil }, onnx.Options{Library: lib})
		if err == nil {
			t.Errorf("%d of %d bytes are accepted", n, len(file))
			e.Close()
		}
	}
}

func TestLibraries(t *testing.T) {
	t.Parallel()
	lib := library(t)
	keep := load(t, negation(typeFloat, 1), onnx.Options{}) // so that this process has one
	_ = keep
	open := func() ([]byte, error) { return negation(typeFloat, 1), nil }
	for name, path := range map[string]string{"another": filepath.Join(t.TempDir(), "libonnxruntime.so"), "none": ""} {
		_, err := onnx.Load(open, onnx.Options{Library: path})
		if err == nil || !strings.Contains(err.Error(), "library") && !strings.Contains(err.Error(), lib) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if version, err := onnx.Version(lib); err != nil || !strings.HasPrefix(version, "1.") {
		t.Errorf("version %q, %v", version, err)
	}
}

// TestModelGoes: an error of the file is the error of Load and of Run.
func TestModelGoes(t *testing.T) {
	t.Parallel()
	lib, gone := library(t), errors.New("gone")
	var err error
	open := func() ([]byte, error) { return negation(typeFloat, 1), err }
	e, loadErr := onnx.Load(open, onnx.Options{Library: lib})
	if loadErr != nil {
		t.Fatal(loadErr)
	}
	defer e.Close()
	err = gone
	if _, got := e.Run(t.Context(), make([]float32, 1)); !errors.Is(got, gone) {
		t.Errorf("Run: got %v", got)
	}
	if _, got := onnx.Load(open, onnx.Options{Library: lib}); !errors.Is(got, gone) {
		t.Errorf("Load: got %v", got)
	}
	err = nil // the place in the pool is free again
	if _, got := e.Run(t.Context(), make([]float32, 1)); got != nil {
		t.Errorf("Run: got %v", got)
	}
}
