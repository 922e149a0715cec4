//go:build cgo

package onnx

// Idle tells how many sessions wait for work.
func (e *Engine) Idle() int {
	e.pool.mu.Lock()
	defer e.pool.mu.Unlock()
	return len(e.pool.free)
}
