package portable

// rounding makes whole numbers of 8 bits, reduced by their zero point: it
// multiplies, limits, and rounds halves to even.
type rounding struct {
	factors []float32 // one for all or one for each channel
	lo, hi  float32
}

// rounding of sums of products of whole numbers: x of the input and scales of
// the weights say what they mean.
func (b *builder) rounding(x coding, scales []float32, y coding) (*rounding, error) {
	r := &rounding{}
	var err error
	if r.factors, err = b.weights(len(scales)); err != nil {
		return nil, err
	}
	for i, s := range scales {
		r.factors[i] = x.scale * s / y.scale
	}
	r.lo, r.hi = y.limits()
	return r, nil
}

// apply adds bias and makes whole numbers, in place.
func (r *rounding) apply(v []float32, bias float32, channel int) {
	f := r.factors[channel%len(r.factors)]
	for i, x := range v {
		v[i] = whole((x+bias)*f, r.lo, r.hi)
	}
}

// whole limits x to lo…hi, both within 2^22, and rounds it. Adding 1.5*2^23
// makes float32 round to an integer; the conversion keeps the compiler from
// joining that with a multiplication before.
func whole(x, lo, hi float32) float32 {
	const magic = 3 << 22
	x = min(max(x, lo), hi)
	return float32(x+magic) - magic
}
