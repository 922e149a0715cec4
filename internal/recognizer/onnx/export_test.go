//go:build cgo

package onnx

// Idle tells how many sessions wait for work.
func (e *Engine) Idle() int { return e.pool.size() }
