package portable_test

import (
	"math"
	"testing"
)

// TestSigmoid covers the exponential over its whole range.
func TestSigmoid(t *testing.T) {
	t.Parallel()
	var x []float32
	var want, gated []float64
	for v := -120.0; v <= 120; v += 1. / 64 {
		x = append(x, float32(v))
		y := 1 / (1 + math.Exp(-v))
		want, gated = append(want, y), append(gated, v*y)
	}
	input := []int64{1, int64(len(x))}
	near(t, run(t, chain(13, input, nodeSpec{op: "Sigmoid"}), x), want, 1e-6)
	near(t, run(t, gate(input), x), gated, 2e-6)

	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	got := run(t, chain(13, []int64{1, 3}, nodeSpec{op: "Sigmoid"}), []float32{nan, inf, -inf})
	if !math.IsNaN(float64(got[0])) || got[1] != 1 || got[2] > 1e-37 {
		t.Errorf("Sigmoid of NaN and the infinities: %v", got)
	}
}

// gate multiplies x with its Sigmoid, which the engine does in one step.
func gate(input []int64) modelSpec {
	return modelSpec{opset: 13, input: input, output: "y", nodes: []nodeSpec{
		{op: "Sigmoid", in: []string{"x"}, out: []string{"s"}},
		{op: "Mul", in: []string{"s", "x"}, out: []string{"y"}},
	}}
}
