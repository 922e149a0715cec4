package scene

import (
	"image"
	"math"
)

// orange is a ripe orange with its leaf on a table.
func orange() image.Image {
	c := newCanvas(640, 480)
	board := wood(hex(0xB98A5A), hex(0x7A5230), 110, 3)
	c.fill(func(x, y float64) rgb {
		wall := hex(0xE9E2D2).mix(hex(0xB9AF9B), y/250+0.2*fractal(x/90, y/90, 3, 8))
		return wall.mix(board(x+(x-320)*(y-480)/700, 480*y/(y+120)).times(0.75+y/1400), smooth(232, 240, y))
	})
	c.shadow(350, 425, 205, 34, 0.75)
	peel(c, 320, 242, 190)
	c.area(curve(330, 78, 372, 34, 440, 22, 494, 44, 448, 86, 384, 98), func(x, y float64) rgb {
		vein := math.Abs(y - (80 - (x-330)*0.24))
		return hex(0x2F7A25).mix(hex(0x6DB04A), 0.5*gauss(vein, 3)+0.4*smooth(480, 330, x)).plus(0.08 * fractal(x/20, y/20, 2, 5))
	})
	c.line(9, flat(hex(0x5B6B2A)), point{322, 92}, point{330, 72})
	return c.picture()
}

// peel is the fruit itself: dimpled, glossy, paler around the stem.
func peel(c *canvas, cx, cy, r float64) {
	l := light{from: vec{-0.45, -0.65, 0.6}.unit(), ambient: 0.42, shine: 0.38, gloss: 22}
	c.ball(cx, cy, r, l, func(n vec) (rgb, vec) {
		u, v := 44*n.x/(1+n.z), 44*n.y/(1+n.z) // spread so that the dents look small near the edge, as on a ball
		dents := vec{fractal(u, v, 2, 1) - 0.5, fractal(u+60, v, 2, 2) - 0.5, 0}
		facing := n.plus(dents.times(0.34)).unit()
		color := hex(0xFB8A0C).mix(hex(0xF26A05), fractal(u/9, v/9, 3, 4))
		stem := math.Hypot(n.x-0.01, n.y+0.80)
		return color.mix(hex(0x8A8A30), 0.7*gauss(stem, 0.06)), facing
	})
}
