package onnx

import (
	"errors"
	"time"
)

// Options says how a model is run.
type Options struct {
	// Library is the shared library of ONNX Runtime, as a path or, to let the
	// system search, as a bare name.
	Library string
	// Sessions is how many calls of Run work at once, each on one thread. 0: 1.
	Sessions int
	// IdleAfter is how long a session may wait for work before it is closed.
	// 0: for ever.
	IdleAfter time.Duration
	// Input is the name of the model's input. Empty: the only one it has.
	Input string
	// Outputs are the names of the outputs that Run returns, in this order.
	// Empty: all, in the order of the model.
	Outputs []string
	// InputShape is the shape of what Run takes. Empty: the shape that the model
	// declares, with 1 for an open first dimension (the batch).
	InputShape []int64
}

// ErrClosed is the error of Run when the engine was closed.
var ErrClosed = errors.New("the engine is closed")

// MinVersion is the oldest ONNX Runtime that works: the binding asks for its interface 24.
const MinVersion = "1.24"
