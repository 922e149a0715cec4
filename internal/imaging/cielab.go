package imaging

import "math"

// cielab is a color in CIELAB (CIE 15:2004, white D65), where distances are
// about as large as they look: l is the lightness from 0 to 100, a goes from
// green to red, b from blue to yellow. A distance of 2 can just be seen.
type cielab struct{ l, a, b float64 }

// cielabOf converts a color of sRGB.
func cielabOf(rgb [3]uint8) cielab {
	r, g, b := linear(rgb[0]), linear(rgb[1]), linear(rgb[2])
	// The rows of the matrix of IEC 61966-2-1, each over its sum: white is 1, 1, 1.
	x := (0.4124*r + 0.3576*g + 0.1805*b) / 0.9505
	y := 0.2126*r + 0.7152*g + 0.0722*b
	z := (0.0193*r + 0.1192*g + 0.9505*b) / 1.089
	fx, fy, fz := (lstar(x)+16)/116, (lstar(y)+16)/116, (lstar(z)+16)/116
	return cielab{l: lstar(y), a: 500 * (fx - fy), b: 200 * (fy - fz)}
}

// squared is the square of the distance of two colors.
func (c cielab) squared(d cielab) float64 {
	l, a, b := c.l-d.l, c.a-d.a, c.b-d.b
	return l*l + a*a + b*b
}

// lstar gives the lightness of a luminance from 0 to 1.
func lstar(y float64) float64 {
	if y <= 216./24389 {
		return y * 24389 / 27
	}
	return 116*math.Cbrt(y) - 16
}

// linear undoes the transfer curve of sRGB (IEC 61966-2-1): 0 to 1, in
// proportion to light.
func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}
