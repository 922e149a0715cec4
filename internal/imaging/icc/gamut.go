package icc

import "math"

// srgbSteps is how finely linear light is told apart when it is encoded: by
// the square root, which leaves enough steps in the dark.
const srgbSteps = 1 << 12

// ToSRGB converts RGB bytes, three a pixel, in place. Colors that sRGB lacks
// become the nearest ones channel by channel, as relative colorimetric
// conversion does. A call makes a table of 4 KB first: convert many pixels at
// once, of a picture that is as small as it will get.
func (p *Profile) ToSRGB(rgb []uint8) {
	if p == nil {
		return
	}
	encode := srgbTable()
	for i := 0; i+2 < len(rgb); i += 3 {
		pixel := rgb[i : i+3]
		r, g, b := float64(p.curves[0][pixel[0]]), float64(p.curves[1][pixel[1]]), float64(p.curves[2][pixel[2]])
		for c, row := range p.matrix {
			linear := min(max(row[0]*r+row[1]*g+row[2]*b, 0), 1)
			pixel[c] = encode[int(math.Sqrt(linear)*srgbSteps+0.5)]
		}
	}
}

// srgbTable encodes linear light (IEC 61966-2-1) by its square root.
func srgbTable() *[srgbSteps + 1]uint8 {
	var table [srgbSteps + 1]uint8
	for i := range table {
		root := float64(i) / srgbSteps
		linear := root * root
		level := 12.92 * linear
		if linear > 0.0031308 {
			level = 1.055*math.Pow(linear, 1/2.4) - 0.055
		}
		table[i] = uint8(level*255 + 0.5)
	}
	return &table
}
