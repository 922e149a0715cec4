//go:build !cgo

package onnx

import (
	"context"
	"errors"
)

// Available reports whether ONNX Runtime is compiled in.
const Available = false

// ErrNotBuilt is the error of Load in a program that was built without cgo.
var ErrNotBuilt = errors.New("this blobsight was built without cgo, which ONNX Runtime needs; rebuild it with: CGO_ENABLED=1 make build (a C compiler is needed)")

// Engine cannot be made in a program that was built without cgo.
type Engine struct{}

// Load returns ErrNotBuilt.
func Load(func() ([]byte, error), Options) (*Engine, error) { return nil, ErrNotBuilt }

// OutputSizes cannot be called, as there is no Engine.
func (*Engine) OutputSizes() []int { return nil }

// InputShape cannot be called, as there is no Engine.
func (*Engine) InputShape() []int64 { return nil }

// Run cannot be called, as there is no Engine.
func (*Engine) Run(context.Context, []float32) ([][]float32, error) { return nil, ErrNotBuilt }

// Close cannot be called, as there is no Engine.
func (*Engine) Close() error { return nil }

// Version returns ErrNotBuilt.
func Version(string) (string, error) { return "", ErrNotBuilt }
