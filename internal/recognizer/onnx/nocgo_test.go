//go:build !cgo

package onnx_test

import (
	"strings"
	"testing"

	"blobsight/internal/recognizer/onnx"
)

func TestWithoutCgo(t *testing.T) {
	t.Parallel()
	_, err := onnx.Load(nil, onnx.Options{})
	if err == nil || !strings.Contains(err.Error(), "CGO_ENABLED=1 make build") {
		t.Errorf("got %v, want the command", err)
	}
}
