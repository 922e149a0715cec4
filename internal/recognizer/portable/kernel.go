package portable

// The inner loop of everything that is a matrix product. It computes a tile of
// two output channels by four pixels from packed panels, in which the values
// lie in the order of their use:
//
//	weights: for each k, one value of each of two channels
//	pixels:  for each k, one value of each of four pixels
//
// Eight sums are as many as the 16 registers of amd64 hold together with the
// operands; larger tiles spill and are slower (measured: 2x4 with four values of
// k per turn 5.6 multiply-adds per nanosecond, 3x3 5.5, 4x2 5.4, 3x4 3.6, 4x4
// 3.3 on an AMD EPYC, Zen 4). Checking the lengths once per turn lets the
// compiler leave out all other bounds checks.
const (
	tileChannels = 2
	tilePixels   = 4
	tile         = tileChannels * tilePixels
	unroll       = 4
)

// roundUp gives the least multiple of m that is at least n.
func roundUp(n, m int) int { return (n + m - 1) / m * m }

// product stores the sums over k of w[k]*x[k], first those of channel 0. Both
// panels have a multiple of four values of k; padding is zero.
func product(w, x []float32, out *[tile]float32) {
	var a0, a1, a2, a3, b0, b1, b2, b3 float32
	for len(w) >= unroll*tileChannels && len(x) >= unroll*tilePixels {
		u, v := w[0], w[1]
		a0 += u * x[0]
		b0 += v * x[0]
		a1 += u * x[1]
		b1 += v * x[1]
		a2 += u * x[2]
		b2 += v * x[2]
		a3 += u * x[3]
		b3 += v * x[3]
		u, v = w[2], w[3]
		a0 += u * x[4]
		b0 += v * x[4]
		a1 += u * x[5]
		b1 += v * x[5]
		a2 += u * x[6]
		b2 += v * x[6]
		a3 += u * x[7]
		b3 += v * x[7]
		u, v = w[4], w[5]
		a0 += u * x[8]
		b0 += v * x[8]
		a1 += u * x[9]
		b1 += v * x[9]
		a2 += u * x[10]
		b2 += v * x[10]
		a3 += u * x[11]
		b3 += v * x[11]
		u, v = w[6], w[7]
		a0 += u * x[12]
		b0 += v * x[12]
		a1 += u * x[13]
		b1 += v * x[13]
		a2 += u * x[14]
		b2 += v * x[14]
		a3 += u * x[15]
		b3 += v * x[15]
		w, x = w[unroll*tileChannels:], x[unroll*tilePixels:]
	}
	*out = [tile]float32{a0, a1, a2, a3, b0, b1, b2, b3}
}
