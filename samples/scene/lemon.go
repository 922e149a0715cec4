package scene

import (
	"image"
	"math"
)

// lemon is a lemon on a dark board.
func lemon() image.Image {
	c := newCanvas(640, 480)
	board := wood(hex(0x7A5A3E), hex(0x4A321F), 90, 5)
	c.fill(func(x, y float64) rgb { return board(x, y).times(1.15 - y/1200) })
	c.shadow(335, 370, 220, 50, 0.8)
	citrus(c, 320, 245, 235, 160, -0.25)
	return c.picture()
}

// citrus is the fruit: its middle, half its length and half its width in pixels, and how far it is turned clockwise.
func citrus(c *canvas, cx, cy, rx, ry, turn float64) {
	lamp := light{from: vec{-0.4, -0.65, 0.65}.unit(), ambient: 0.45, shine: 0.4, gloss: 18}
	sin, cos := math.Sincos(turn)
	c.shade(box{cx - rx, cy - rx, cx + rx, cy + rx}, func(x, y float64) (rgb, float64) {
		u := ((x-cx)*cos + (y-cy)*sin) / rx // along the fruit, -1 to 1
		v := ((y-cy)*cos - (x-cx)*sin) / ry // across it
		wide := citrusWidth(u)
		alpha := portion((wide-math.Abs(v))*ry*fine*0.7 + 0.5)
		if alpha == 0 || wide == 0 {
			return rgb{}, 0
		}
		v /= wide
		n := vec{u * 0.75, v, math.Sqrt(max(0.01, 1-v*v)) * 0.9}.unit()
		n = vec{n.x*cos - n.y*sin, n.x*sin + n.y*cos, n.z}
		color := hex(0xF9D71C).mix(hex(0xEFC10E), fractal(x/60, y/60, 3, 4))
		color = color.mix(hex(0xB7B33A), smooth(0.86, 1, math.Abs(u)))
		return lamp.on(color, n.plus(pores(x, y).times(0.3)).unit()), alpha
	})
}

// citrusWidth is half the width at the place u along the fruit: an egg with a knob at each end.
func citrusWidth(u float64) float64 {
	egg := math.Sqrt(max(0, 1-math.Pow(math.Abs(u)/0.9, 2.3)))
	knob := 0.22 * math.Sqrt(max(0, 1-math.Pow(math.Abs(u), 8)))
	return max(egg, knob)
}

// pores is how the rind tilts at a place, from many small dents.
func pores(x, y float64) vec {
	u, v := (x+0.6*y)/6, (y-0.6*x)/6
	return vec{fractal(u, v, 2, 1) - 0.5, fractal(u+40, v, 2, 2) - 0.5, 0}
}
