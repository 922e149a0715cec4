//go:build cgo

package onnx

import "blobsight/internal/recognizer/wire"

// smallWeights reports whether a model computes with real numbers, and only
// stores weights as whole ones, which its first steps expand.
func smallWeights(file []byte) bool {
	expands, rounds := false, false
	visit := func(f wire.Field) error {
		var op string
		if f.Number != 4 {
			return nil
		}
		err := f.Text(&op)
		expands = expands || op == "DequantizeLinear"
		rounds = rounds || op == "QuantizeLinear"
		return err
	}
	err := wire.Scan("model", file, func(f wire.Field) error {
		if f.Number != 7 {
			return nil
		}
		return f.Inner("graph", func(f wire.Field) error {
			if f.Number != 1 {
				return nil
			}
			return f.Inner("node", visit)
		})
	})
	return err == nil && expands && !rounds
}
