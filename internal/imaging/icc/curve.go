package icc

import (
	"encoding/binary"
	"math"
)

// parseCurve reads a tone curve, from 0-1 to linear light; nil when it is
// broken.
func parseCurve(tag []byte) func(float64) float64 {
	const header = 12
	if len(tag) < header {
		return nil
	}
	switch string(tag[:4]) {
	case "curv":
		return sampledCurve(tag[8:])
	case "para":
		return parametricCurve(binary.BigEndian.Uint16(tag[8:]), tag[header:])
	}
	return nil
}

// sampledCurve reads a list of samples (ICC.1:2022, section 10.6): none are a
// straight line, one is an exponent.
func sampledCurve(body []byte) func(float64) float64 {
	n, body := uint64(binary.BigEndian.Uint32(body)), body[4:]
	if n > uint64(len(body)/2) {
		return nil
	}
	switch n {
	case 0:
		return func(x float64) float64 { return x }
	case 1:
		const one = 1 << 8
		gamma := float64(binary.BigEndian.Uint16(body)) / one
		return func(x float64) float64 { return math.Pow(x, gamma) }
	}
	return func(x float64) float64 {
		at := x * float64(n-1)
		i := min(uint64(at), n-2)
		low, high := binary.BigEndian.Uint16(body[2*i:]), binary.BigEndian.Uint16(body[2*i+2:])
		return (float64(low) + (at-float64(i))*(float64(high)-float64(low))) / math.MaxUint16
	}
}

// parametricCurve reads a formula (section 10.18): an exponent, and a straight
// line below a point.
func parametricCurve(kind uint16, body []byte) func(float64) float64 {
	counts := []int{1, 3, 4, 5, 7}
	if int(kind) >= len(counts) || len(body) < 4*counts[kind] {
		return nil
	}
	var p [7]float64 // g a b c d e f
	for i := range counts[kind] {
		p[i] = fixed(body[4*i:])
	}
	g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 0:
		a, d = 1, 0
	case 1, 2: // above -b/a; c is added on both sides
		if a == 0 {
			return nil
		}
		c, d, e, f = 0, -b/a, c, c
	}
	return func(x float64) float64 {
		if x < d {
			return c*x + f
		}
		return math.Pow(max(a*x+b, 0), g) + e
	}
}
