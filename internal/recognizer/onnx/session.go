//go:build cgo

package onnx

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	ort "github.com/yalue/onnxruntime_go"
)

// session is one copy of the model that is ready to run, for one caller at a time.
type session struct {
	session *ort.DynamicAdvancedSession
	sig     *signature
}

// newSession prepares a model that was checked.
func newSession(file []byte, sig *signature) (_ *session, err error) {
	opt, err := sessionOptions(sig)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opt.Destroy()) }()
	s, err := ort.NewDynamicAdvancedSessionWithONNXData(file, []string{sig.input}, sig.outputs, opt)
	if err != nil {
		return nil, fmt.Errorf("prepare model: %w", err)
	}
	return &session{session: s, sig: sig}, nil
}

// sessionOptions asks for one thread. Working memory comes from an arena of the
// session's own, which goes with the session: with malloc in its place a run
// takes as long but leaves a heap behind for each thread of the process that it
// happened to be on, 70 MB and more in all. Planning the memory of a run ahead
// (memory patterns) makes nothing faster on one thread and costs a tenth more.
func sessionOptions(sig *signature) (*ort.SessionOptions, error) {
	opt, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	errs := []error{
		opt.SetIntraOpNumThreads(1), // the caller's thread does the work
		opt.SetInterOpNumThreads(1),
		opt.SetExecutionMode(ort.ExecutionModeSequential),
		opt.SetGraphOptimizationLevel(ort.GraphOptimizationLevelEnableAll),
		opt.SetCpuMemArena(true),
		opt.SetMemPattern(false),
		// Products of 8-bit integers do not saturate at 16 bits, as they would on
		// x86 processors without VNNI: MobileNetV2 loses 8 of 100 answers to that.
		opt.AddSessionConfigEntry("session.x64quantprecision", "1"),
	}
	if sig.small {
		// Weights are expanded once, not by each run, which would take a third of its
		// time; without zero points it would even fail. Models that round what they
		// compute stay without this: it would have them compute in real numbers.
		errs = append(errs, opt.AddSessionConfigEntry("session.disable_quant_qdq", "1"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, errors.Join(err, opt.Destroy())
	}
	return opt, nil
}

// run computes the outputs. When ctx ends, ONNX Runtime stops between two operators.
func (s *session) run(ctx context.Context, input []float32) (_ [][]float32, err error) {
	var pin runtime.Pinner // the tensor keeps the address in C's memory
	pin.Pin(&input[0])
	defer pin.Unpin()
	in, err := ort.NewTensor(s.sig.shape, input)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Destroy()) }()
	opt, err := ort.NewRunOptions()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opt.Destroy()) }()

	outputs := make([]ort.Value, len(s.sig.outputs)) // nil: ONNX Runtime makes them
	defer func() {
		for _, o := range outputs {
			if o != nil {
				err = errors.Join(err, o.Destroy())
			}
		}
	}()
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		_ = opt.Terminate() // it only fails for options that do not exist
	})
	err = s.session.RunWithOptions([]ort.Value{in}, outputs, opt)
	if !stop() {
		<-ended // opt is in use until then
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, err
	}
	return s.copyOut(outputs)
}

// copyOut takes the values out of ONNX Runtime's memory.
func (s *session) copyOut(outputs []ort.Value) ([][]float32, error) {
	result := make([][]float32, len(outputs))
	for i, o := range outputs {
		t, ok := o.(*ort.Tensor[float32])
		if !ok {
			return nil, fmt.Errorf("output %q is no tensor of floats", s.sig.outputs[i])
		}
		result[i] = slices.Clone(t.GetData())
	}
	return result, nil
}

func (s *session) close() error { return s.session.Destroy() }
