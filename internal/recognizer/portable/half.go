package portable

import (
	"encoding/binary"
	"math"
)

// halves gives the values of a float16 tensor, which is how weights are stored
// in half the bytes.
func (t *tensor) halves() ([]float32, error) {
	s, err := t.expect(typeHalf, "float16")
	if err != nil {
		return nil, err
	}
	if t.small != nil {
		if err := t.count(len(t.small), s); err != nil {
			return nil, err
		}
		if err := t.within(0, math.MaxUint16); err != nil {
			return nil, err
		}
	} else if err := t.bytes(s, 2); err != nil {
		return nil, err
	}
	v := make([]float32, s.size())
	for i := range v {
		if t.small != nil {
			v[i] = float16(uint16(t.small[i])) //nolint:gosec // it was checked
		} else {
			v[i] = float16(binary.LittleEndian.Uint16(t.raw[2*i:]))
		}
	}
	return v, nil
}

// float16 is the value of 16 bits: a sign, an exponent of 5 bits and a fraction
// of 10.
func float16(bits uint16) float32 {
	const (
		magnitude = 0x7fff
		infinity  = 0x7c00 // and from there on what is no number
		bias      = 127 - 15
	)
	sign, rest := uint32(bits&^magnitude)<<16, uint32(bits&magnitude)
	if rest >= infinity {
		return math.Float32frombits(sign | 0xff<<23 | (rest-infinity)<<13)
	}
	// The bits are a float32 already, small by the difference of the biases;
	// multiplying is exact, of subnormal numbers too.
	scale := math.Float32frombits((127 + bias) << 23)
	return math.Float32frombits(sign | math.Float32bits(math.Float32frombits(rest<<13)*scale))
}
