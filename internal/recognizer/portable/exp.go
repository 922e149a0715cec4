package portable

import "math"

// The exponential in float32, several times as fast as math.Exp, good enough
// for Sigmoid and SiLU. It comes in two functions, since the compiler inlines
// them and would not inline one:
//
//	scale, r := splitExp(x)
//	y := scale * expNearZero(r) // e to the x
//
// The relative error is below 3e-6 for x of -8 to 8 and below 1e-5 for x of -87
// to 87; what lies beyond is computed as if it were there. NaN stays NaN.

// splitExp takes off n, the nearest integer to x/ln 2: e^x = 2^n e^r, and |r| is
// at most ln 2/2. Adding 1.5*2^23 makes float32 round to an integer, which then
// stands in the lowest bits.
func splitExp(x float32) (scale, r float32) {
	const (
		limit    = 87
		rounding = 3 << 22
		mantissa = 23        // bits of it
		one      = 127 << 23 // the bits of 1
	)
	if x > limit {
		x = limit
	}
	if x < -limit {
		x = -limit
	}
	shifted := float32(x*math.Log2E) + rounding
	n := shifted - rounding
	return math.Float32frombits(math.Float32bits(shifted)<<mantissa + one), x - n*math.Ln2
}

// expNearZero is the Taylor polynomial of degree 5, off by 2.5e-6 at most.
func expNearZero(r float32) float32 {
	return 1 + r*(1+r*(1./2+r*(1./6+r*(1./24+r*(1./120)))))
}
