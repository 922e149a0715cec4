package heif

import "math/bits"

// bitReader reads big-endian numbers of any width up to 32 bits. Beyond the
// end it gives zeros and says so.
type bitReader struct {
	data  []byte
	at    int // in bits
	short bool
}

func (r *bitReader) bits(n uint32) (v uint32) {
	for range n {
		v <<= 1
		if i := r.at / 8; i < len(r.data) {
			v |= uint32(r.data[i]>>(7-r.at%8)) & 1
		} else {
			r.short = true
		}
		r.at++
	}
	return v
}

// long reads a number of up to 64 bits.
func (r *bitReader) long(n uint32) uint64 {
	high := uint32(0)
	if n > 32 {
		high = r.bits(n - 32)
		n = 32
	}
	return uint64(high)<<32 | uint64(r.bits(n))
}

// golomb reads an unsigned Exp-Golomb number of at most 32 bits.
func (r *bitReader) golomb() uint32 {
	zeros := uint32(0)
	for r.bits(1) == 0 {
		if zeros++; zeros > 31 || r.short {
			r.short = true
			return 0
		}
	}
	sum, carry := bits.Add32(r.bits(zeros), 1<<zeros-1, 0)
	if carry != 0 {
		r.short = true
	}
	return sum
}
