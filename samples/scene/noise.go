package scene

import "math"

// speck is a fixed pseudo-random number from 0 to 1 for one lattice cell. It is a hash and not a generator, so that a
// pixel's value depends on nothing but its place and the seed: the same picture comes out whatever order it is drawn in.
func speck(x, y int, seed uint32) float64 {
	h := uint32(x)*0x9E3779B1 ^ uint32(y)*0x85EBCA77 ^ seed*0xC2B2AE3D //nolint:gosec // wrapping is what a hash wants
	h = (h ^ h>>15) * 0x2C1B3C6D
	h = (h ^ h>>12) * 0x297A2D39
	return float64(h^h>>15) / math.MaxUint32
}

// noise is value noise: smooth, from 0 to 1, with features about one unit across.
func noise(x, y float64, seed uint32) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	tx, ty := ease(x-fx), ease(y-fy)
	top := speck(ix, iy, seed)*(1-tx) + speck(ix+1, iy, seed)*tx
	bottom := speck(ix, iy+1, seed)*(1-tx) + speck(ix+1, iy+1, seed)*tx
	return top*(1-ty) + bottom*ty
}

// fractal sums octaves of noise, each twice as fine and half as strong. It is about 0.5 on average.
func fractal(x, y float64, octaves int, seed uint32) float64 {
	sum, weight, total := 0.0, 1.0, 0.0
	for i := range octaves {
		sum += weight * noise(x, y, seed+uint32(i))
		total += weight
		x, y, weight = x*2+17.3, y*2+9.1, weight/2
	}
	return sum / total
}
