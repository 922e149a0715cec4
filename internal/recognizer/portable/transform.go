package portable

// The three transforms of Winograd's F(2x2, 3x3). With the matrices
//
//	    | 1  0 -1  0 |        | 1    0    0  |
//	B = | 0  1  1  0 |    G = | 1/2  1/2 1/2 |    A = | 1  1  1  0 |
//	    | 0 -1  1  0 |        | 1/2 -1/2 1/2 |        | 0  1 -1 -1 |
//	    | 0  1  0 -1 |        | 0    0    1  |
//
// a tile d of the image becomes B d B', weights g become G g G', and sums m of
// their products become the pixels A m A'.

// transformWeights computes G g G' for the 3x3 weights of one filter and channel.
func transformWeights(g []float32) (u [positions]float32) {
	line := func(a, b, c float64) [4]float64 { return [4]float64{a, (a + b + c) / 2, (a - b + c) / 2, c} }
	var columns [3][4]float64
	for x := range columns {
		columns[x] = line(float64(g[x]), float64(g[3+x]), float64(g[6+x]))
	}
	for y := range 4 {
		for x, v := range line(columns[0][y], columns[1][y], columns[2][y]) {
			u[4*y+x] = float32(v)
		}
	}
	return u
}

// transformTile computes B d B' for the 4x4 tile at the start of src and writes
// position p to dst[p*step].
func transformTile(dst []float32, step int, src []float32, pitch int) {
	r0, r1 := src[:4], src[pitch:][:4]
	r2, r3 := src[2*pitch:][:4], src[3*pitch:][:4]
	for y := range 4 {
		var a, b, c, d float32
		switch y {
		case 0:
			a, b, c, d = r0[0]-r2[0], r0[1]-r2[1], r0[2]-r2[2], r0[3]-r2[3]
		case 1:
			a, b, c, d = r1[0]+r2[0], r1[1]+r2[1], r1[2]+r2[2], r1[3]+r2[3]
		case 2:
			a, b, c, d = r2[0]-r1[0], r2[1]-r1[1], r2[2]-r1[2], r2[3]-r1[3]
		case 3:
			a, b, c, d = r1[0]-r3[0], r1[1]-r3[1], r1[2]-r3[2], r1[3]-r3[3]
		}
		at := 4 * y * step
		dst[at] = a - c
		dst[at+step] = b + c
		dst[at+2*step] = c - b
		dst[at+3*step] = b - d
	}
}

// transformSums computes A m A' for the sums m[p*step] and gives the pixels of
// a 2x2 tile.
func transformSums(m []float32, step int) [4]float32 {
	var top, bottom [4]float32
	for x := range 4 {
		a, b, c, d := m[x*step], m[(4+x)*step], m[(8+x)*step], m[(12+x)*step]
		top[x], bottom[x] = a+b+c, b-c-d
	}
	return [4]float32{
		top[0] + top[1] + top[2], top[1] - top[2] - top[3],
		bottom[0] + bottom[1] + bottom[2], bottom[1] - bottom[2] - bottom[3],
	}
}
