//go:build cgo

package onnx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	ort "github.com/yalue/onnxruntime_go"
)

// Available reports whether ONNX Runtime is compiled in.
const Available = true

// Engine is a model that ONNX Runtime runs.
type Engine struct {
	sig  *signature
	pool *pool

	closed sync.Once
}

// Load checks a model and prepares to run it. It calls open at once, and again
// whenever a session is made, so that the bytes of the model, an ONNX file, need
// not be kept. The error says what the model has when it lacks what opt asks for.
// Close gives everything back.
func Load(open func() ([]byte, error), opt Options) (_ *Engine, err error) {
	if err := opt.check(); err != nil {
		return nil, err
	}
	if err := acquire(opt.Library); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, release())
		}
	}()
	sig, err := inspect(open, opt)
	if err != nil {
		return nil, err
	}
	create := func() (*session, error) {
		file, err := open()
		if err != nil {
			return nil, err
		}
		defer trim()
		return newSession(file, sig)
	}
	return &Engine{sig: sig, pool: newPool(opt.Sessions, opt.IdleAfter, create)}, nil
}

// check reports what is wrong, and fills in the number of sessions.
func (o *Options) check() error {
	switch {
	case o.Library == "":
		return errors.New("library is empty; it names the shared library of ONNX Runtime")
	case o.Sessions < 0:
		return fmt.Errorf("sessions must be 0 or more, not %d", o.Sessions)
	case o.IdleAfter < 0:
		return fmt.Errorf("the idle time must be 0 or more, not %s", o.IdleAfter)
	}
	for _, d := range o.InputShape {
		if d <= 0 {
			return fmt.Errorf("the input shape %v has a dimension that is not positive", o.InputShape)
		}
	}
	o.Sessions = max(o.Sessions, 1)
	return nil
}

// inspect reads what a model takes and gives.
func inspect(open func() ([]byte, error), opt Options) (*signature, error) {
	file, err := open()
	if err != nil {
		return nil, err
	}
	if len(file) == 0 {
		return nil, errors.New("read ONNX model: the file is empty")
	}
	defer trim()
	inputs, outputs, err := ort.GetInputOutputInfoWithONNXData(file)
	if err != nil {
		return nil, fmt.Errorf("read ONNX model: %w", err)
	}
	sig, err := resolve(inputs, outputs, opt)
	if err != nil {
		return nil, fmt.Errorf("read ONNX model: %w", err)
	}
	sig.small = smallWeights(file)
	return sig, nil
}

// OutputSizes gives how many values each output has, 0 for one that the model
// leaves open.
func (e *Engine) OutputSizes() []int { return slices.Clone(e.sig.sizes) }

// InputShape gives the shape of what Run takes, for pictures 1, channels,
// height, width, or 1, height, width, channels.
func (e *Engine) InputShape() []int64 { return slices.Clone(e.sig.shape) }

// Run computes the outputs that Options.Outputs names from one input, all as
// float32 values in a row with the last dimension running fastest. Input is not
// changed. Run may be called by many goroutines at once; when all sessions are
// taken it waits for one. It returns the error of ctx when that ends while it
// waits or between two operators of the model, and ErrClosed after Close.
func (e *Engine) Run(ctx context.Context, input []float32) ([][]float32, error) {
	if len(input) != e.sig.size {
		return nil, fmt.Errorf("input has %d values, the model takes %d (%v)", len(input), e.sig.size, e.sig.shape)
	}
	s, err := e.pool.get(ctx)
	if err != nil {
		return nil, err
	}
	defer e.pool.put(s)
	return s.run(ctx, input)
}

// Close waits for the calls of Run that work and closes all sessions. Calls
// after the first do nothing.
func (e *Engine) Close() error {
	var err error
	e.closed.Do(func() { err = errors.Join(e.pool.close(), release()) })
	return err
}
