package heif

// parameterSet is the type of a NAL unit that holds a sequence parameter set.
const parameterSet = 33

// coding is what an hvcC box says of the items that it belongs to; zero for
// properties of other kinds.
type coding struct {
	pixels int64 // of the largest picture that may be coded
	prefix int   // bytes of the length in front of each NAL unit
}

// codingOf reads an hvcC box (ISO/IEC 14496-15, section 8.3.3). The size comes
// from the sequence parameter sets: that in the boxes around is only a
// promise. A box that cannot be read counts as endless.
func codingOf(hvcc []byte) coding {
	const prefixAt, arraysAt = 21, 22
	if len(hvcc) < arraysAt {
		return coding{pixels: Endless, prefix: 4}
	}
	return coding{pixels: announced(hvcc, arraysAt), prefix: int(hvcc[prefixAt]&3) + 1}
}

// announced is the size of the largest parameter set in the arrays of an hvcC
// box.
func announced(hvcc []byte, arraysAt int) int64 {
	r := bitReader{data: hvcc, at: 8 * arraysAt}
	largest := int64(0)
	for range r.bits(8) {
		kind := r.bits(8) & 63
		for range r.bits(16) {
			start := int(r.bits(16)) // a length first
			unit := hvcc[min(r.at/8, len(hvcc)):]
			if r.short || start > len(unit) {
				return Endless
			}
			if kind == parameterSet {
				largest = max(largest, pictureSize(unit[:start]))
			}
			r.at += 8 * start
		}
	}
	if largest == 0 {
		return Endless
	}
	return largest
}

// pictureSize reads the size out of a sequence parameter set (ITU-T H.265,
// section 7.3.2.2).
func pictureSize(unit []byte) int64 {
	r := bitReader{data: withoutEscapes(unit)}
	r.bits(16 + 4) // NAL header, video parameter set
	layers := r.bits(3)
	r.bits(1)
	r.at += 88 + 8 // general profile and level
	profileTier(&r, layers)
	r.golomb() // id
	if r.golomb() == 3 {
		r.bits(1) // separate planes
	}
	w, h := int64(r.golomb()), int64(r.golomb())
	if r.short || w*h > Endless {
		return Endless
	}
	return w * h
}

// profileTier skips what a set says about its sub-layers.
func profileTier(r *bitReader, layers uint32) {
	if layers == 0 {
		return
	}
	var has [8]struct{ profile, level bool }
	for i := range has {
		p, l := r.bits(1) == 1, r.bits(1) == 1
		has[i].profile, has[i].level = p && i < int(layers), l && i < int(layers)
	}
	for _, h := range has {
		if h.profile {
			r.at += 88
		}
		if h.level {
			r.at += 8
		}
	}
}

// withoutEscapes drops the bytes that keep start codes out of the data.
func withoutEscapes(unit []byte) []byte {
	plain := make([]byte, 0, len(unit))
	zeros := 0
	for _, b := range unit {
		if zeros >= 2 && b == 3 {
			zeros = 0
			continue
		}
		if b == 0 {
			zeros++
		} else {
			zeros = 0
		}
		plain = append(plain, b)
	}
	return plain
}
