package scene

import "math"

// rgb is a color as three sRGB amounts, each 0 to 1. Values outside are allowed while drawing and are clamped at the end.
type rgb struct{ r, g, b float64 }

// hex reads a color written the way style sheets write it: 0xRRGGBB.
func hex(v uint32) rgb {
	return rgb{float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

func (c rgb) times(k float64) rgb { return rgb{c.r * k, c.g * k, c.b * k} }

func (c rgb) plus(k float64) rgb { return rgb{c.r + k, c.g + k, c.b + k} }

// mix is c at t = 0 and o at t = 1.
func (c rgb) mix(o rgb, t float64) rgb {
	t = portion(t)
	return rgb{c.r + (o.r-c.r)*t, c.g + (o.g-c.g)*t, c.b + (o.b-c.b)*t}
}

// portion keeps v between 0 and 1.
func portion(v float64) float64 { return min(max(v, 0), 1) }

// smooth rises from 0 at low to 1 at high without corners.
func smooth(low, high, v float64) float64 {
	return ease(portion((v - low) / (high - low)))
}

// ease bends the straight way from 0 to 1 so that it starts and ends level.
func ease(t float64) float64 { return t * t * (3 - 2*t) }

// gauss is 1 at v = 0 and falls off over the given width.
func gauss(v, width float64) float64 { return math.Exp(-v * v / (2 * width * width)) }
