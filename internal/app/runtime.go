package app

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/onnx"
	"blobsight/internal/recognizer/portable"
)

// The values of --engine.
const (
	engineAuto     = "auto"
	engineONNX     = "onnx"
	enginePortable = "portable"
)

// engine makes the engine that runs a model, and says which it is. By itself it
// takes ONNX Runtime, which is faster, where it is at hand; not for the embedded
// model, which the program's own engine was made for.
func (r *Recognition) engine(m *models.Model, d DataDir, rec *Recognizer) (recognizer.Engine, string, error) {
	if r.Engine == enginePortable || r.Engine == engineAuto && m.Embedded() {
		return r.portable(m, d)
	}
	dir, err := r.Folder(d)
	if err != nil {
		return nil, "", err
	}
	if !m.Present(dir) { // say so before looking for what would run it
		if _, err := m.Open(dir); err != nil {
			return nil, "", err
		}
	}
	engine, by, err := r.onnx(m, d, rec)
	if err == nil || r.Engine == engineONNX || r.ORTLib != "" { // who names the library wants it
		return engine, by, err
	}
	engine, by, own := r.portable(m, d)
	if own != nil {
		return nil, "", fmt.Errorf("model %s cannot be run:\n  by ONNX Runtime: %w\n  by the built-in engine: %w", m.Name, err, own)
	}
	return engine, by, nil
}

// portable loads a model into the program's own engine.
func (r *Recognition) portable(m *models.Model, d DataDir) (recognizer.Engine, string, error) {
	n, err := r.network(m, d)
	if err != nil {
		return nil, "", err
	}
	e, err := portable.Load(n.file, portable.Options{Threads: runtime.GOMAXPROCS(0), Outputs: n.outputs})
	if err != nil {
		return nil, "", err
	}
	if want, have := inputShape(m.Input), e.InputShape(); !slices.Equal(want, have) { // the other engine says so itself
		return nil, "", fmt.Errorf("the input has the shape %v, not %v: mend input.width, input.height or input.layout", have, want)
	}
	return e, "built-in engine", nil
}

// inputShape is the shape of the tensors that a recipe makes.
func inputShape(in models.Input) []int {
	if in.Layout == "nhwc" {
		return []int{1, in.Height, in.Width, 3}
	}
	return []int{1, 3, in.Height, in.Width}
}

// onnx loads a model into ONNX Runtime.
func (r *Recognition) onnx(m *models.Model, d DataDir, rec *Recognizer) (recognizer.Engine, string, error) {
	if !onnx.Available {
		_, err := onnx.Version("") // says how to build it
		return nil, "", err
	}
	lib, err := FindEngine(r.EngineLibrary, d)
	if err != nil {
		return nil, "", err
	}
	var shape []int64
	for _, d := range inputShape(m.Input) {
		shape = append(shape, int64(d))
	}
	outputs := m.Output.Names
	if r.embeds(m) {
		n, err := r.network(m, d)
		if err != nil {
			return nil, "", err
		}
		outputs = n.outputs
	}
	open := func() ([]byte, error) {
		n, err := r.network(m, d)
		return n.file, err
	}
	e, err := onnx.Load(open, onnx.Options{
		Library: lib.Library, Sessions: max(r.workers(), 1), IdleAfter: r.ModelIdle,
		Input: m.Input.Name, Outputs: outputs, InputShape: shape,
	})
	if err != nil {
		return nil, "", err
	}
	rec.closers = append(rec.closers, e.Close)
	return e, strings.TrimSpace("ONNX Runtime " + lib.Version), nil
}
