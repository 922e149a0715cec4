package scaledjpeg

// inverse turns the n times n lowest frequencies of a block into as many
// samples, by the inverse cosine transform of that size: the picture that was
// transformed, at n/8 of its size.
func (s *scaled) inverse(block *[16]int32, plane []uint8, stride int) {
	switch s.n {
	case 1:
		plane[0] = sample(block[0], 3)
	case 2:
		sum, difference := block[0]+block[1], block[0]-block[1]
		sum2, difference2 := block[2]+block[3], block[2]-block[3]
		plane[0], plane[1] = sample(sum+sum2, 3), sample(difference+difference2, 3)
		plane[stride], plane[stride+1] = sample(sum-sum2, 3), sample(difference-difference2, 3)
	default:
		inverse4(block, plane, stride)
	}
}

// inverse4 works on columns, then on rows, in fixed point.
func inverse4(block *[16]int32, plane []uint8, stride int) {
	for x := range 4 {
		a, b, c, d := wave4(block[x], block[4+x], block[8+x], block[12+x])
		block[x], block[4+x], block[8+x], block[12+x] = a>>2, b>>2, c>>2, d>>2
	}
	for y := range 4 {
		a, b, c, d := wave4(block[4*y], block[4*y+1], block[4*y+2], block[4*y+3])
		row := plane[y*stride : y*stride+4]
		row[0], row[1], row[2], row[3] = sample(a, 17), sample(b, 17), sample(c, 17), sample(d, 17)
	}
}

// wave4 is the inverse transform of four frequencies, times 2√2 and 1<<8. The
// weights are √2 times the cosine of an eighth and of three eighths of π.
func wave4(f0, f1, f2, f3 int32) (a, b, c, d int32) {
	const one, near, far = 1 << 8, 334, 139 // 1.30656 and 0.541196 times one
	even, odd := (f0+f2)*one, (f0-f2)*one
	outer, inner := near*f1+far*f3, far*f1-near*f3
	return even + outer, odd + inner, odd - inner, even - outer
}

// sample rounds a value with so many bits too many, around the middle level.
func sample(v int32, bits int) uint8 {
	return uint8(min(max((v+1<<(bits-1))>>bits+128, 0), 255))
}
