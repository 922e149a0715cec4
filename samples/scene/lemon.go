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
	l := light{from: vec{-0.4, -0.65, 0.65}.unit(), ambient: 0.45, shine: 0.4, gloss: 18}
	const cx, cy, rx, ry = 320, 245, 235, 160
	c.shade(box{0, 0, 640, 480}, func(px, py float64) (rgb, float64) {
		turn := -0.25
		sin, cos := math.Sincos(turn)
		u := ((px-cx)*cos + (py-cy)*sin) / rx
		v := (-(px-cx)*sin + (py-cy)*cos) / ry
		// the width of the fruit along its axis, with a nipple at each end
		w := math.Sqrt(math.Max(0, 1-math.Pow(math.Abs(u)/0.9, 2.3)))
		w = math.Max(w, 0.22*math.Sqrt(math.Max(0, 1-math.Pow(math.Abs(u), 8))))
		alpha := clamp((w-math.Abs(v))*ry*fine*0.7+0.5, 0, 1)
		if alpha == 0 || w == 0 {
			return rgb{}, 0
		}
		q := v / w
		n := vec{u * 0.75, q, math.Sqrt(math.Max(0.01, 1-q*q)) * 0.9}.unit()
		n = vec{n.x*cos - n.y*sin, n.x*sin + n.y*cos, n.z}
		facing := n.plus(pores(px, py).times(0.3)).unit()
		color := hex(0xF9D71C).mix(hex(0xEFC10E), fractal(px/60, py/60, 3, 4)).mix(hex(0xB7B33A), smooth(0.86, 1.0, math.Abs(u)))
		return l.on(color, facing), alpha
	})
	return c.picture()
}

// pores is how the rind tilts at a place, from many small dents.
func pores(x, y float64) vec {
	u, v := (x+0.6*y)/6, (y-0.6*x)/6
	return vec{fractal(u, v, 2, 1) - 0.5, fractal(u+40, v, 2, 2) - 0.5, 0}
}
