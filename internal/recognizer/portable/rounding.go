package portable

import "math"

// limits bound whole numbers, both within 2^22: they are the bits of whole's
// sums for the least and the largest number.
type limits struct{ lo, hi int32 }

// rounding makes whole numbers of 8 bits, reduced by their zero point: it
// multiplies, rounds halves to even, and limits.
type rounding struct {
	factors []float32 // one for all or one for each channel
	limits
}

// rounding of sums of products of whole numbers: x of the input and scales of
// the weights say what they mean.
func (b *builder) rounding(x coding, scales []float32, y coding) (*rounding, error) {
	r := &rounding{limits: y.limits()}
	var err error
	if r.factors, err = b.weights(len(scales)); err != nil {
		return nil, err
	}
	for i, s := range scales {
		r.factors[i] = x.scale * s / y.scale
	}
	return r, nil
}

// apply adds bias and makes whole numbers, in place.
func (r *rounding) apply(v []float32, bias float32, channel int) {
	f, l := r.factors[channel%len(r.factors)], r.limits
	for i, x := range v {
		v[i] = l.whole((x + bias) * f)
	}
}

// magic is 1.5*2^23. Added to a number within 2^22, float32 rounds it to an
// integer, which then stands in the lowest bits.
const (
	magic     = 3 << 22
	magicBits = 0x4B400000
)

// whole rounds x and limits it. The bits of the sum are compared as integers,
// which is quicker and right for all sums: those too large have higher bits,
// and negative ones are negative, too. The conversion keeps the compiler from
// joining the addition with a multiplication before it, which rounds once.
func (l limits) whole(x float32) float32 {
	bits := int32(math.Float32bits(float32(x) + magic))                     //nolint:gosec // the bits as they are
	return math.Float32frombits(uint32(min(max(bits, l.lo), l.hi))) - magic //nolint:gosec // and back
}
