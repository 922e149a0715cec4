package scene

import (
	"image"
	"math"
)

// ladybug is a seven-spotted ladybug on a leaf, seen from above.
func ladybug() image.Image {
	c := newCanvas(640, 480)
	c.fill(leafTop)
	c.shadow(330, 268, 150, 125, 0.6)
	legs(c)
	c.area(ellipse(195, 240, 52, 66, 0), func(x, y float64) rgb {
		return hex(0x16130F).plus(0.25 * gauss(math.Hypot(x-185, y-205), 26))
	})
	for _, side := range []float64{-1, 1} {
		c.area(ellipse(192, 240+side*46, 22, 15, side*0.5), flat(hex(0xEFE9D8)))
	}
	shell(c, 330, 240, 140, 122)
	return c.picture()
}

func leafTop(x, y float64) rgb {
	rib := math.Abs(y - 395 + 0.25*x)
	side := math.Abs(math.Mod(x+0.9*math.Abs(y-395+0.25*x)+400, 130) - 65)
	c := hex(0x3F8A2C).mix(hex(0x6FB446), fractal(x/110, y/110, 4, 6))
	c = c.mix(hex(0xA9D77E), 0.7*gauss(rib, 6)+0.35*gauss(side, 3))
	return c.times(0.75 + 0.5*smooth(640, 0, x+y*0.6))
}

func legs(c *canvas) {
	black := flat(hex(0x17120E))
	for _, side := range []float64{-1, 1} {
		for i, x := range []float64{240, 320, 400} {
			lean := float64(i-1) * 32
			knee := point{x + lean, 240 + side*150}
			c.line(12, black, point{x - lean*0.4, 240 + side*80}, knee)
			c.line(7, black, knee, point{x + lean*1.6, 240 + side*172}, point{x + lean*1.6 - 12, 240 + side*184})
		}
		c.line(5, black, point{150, 240 + side*28}, point{122, 240 + side*52}, point{108, 240 + side*50})
	}
}

// shell is the pair of red wing cases, domed, with the seven spots and the line between them.
func shell(c *canvas, cx, cy, rx, ry float64) {
	l := light{from: vec{-0.35, -0.6, 0.7}.unit(), ambient: 0.4, shine: 0.75, gloss: 40}
	spots := []point{{-0.72, 0}, {-0.2, -0.5}, {-0.2, 0.5}, {0.25, -0.62}, {0.25, 0.62}, {0.6, -0.3}, {0.6, 0.3}}
	c.area(ellipse(cx, cy, rx, ry, 0), func(x, y float64) rgb {
		u, v := (x-cx)/rx, (y-cy)/ry
		n := vec{u, v, math.Sqrt(max(0.02, 1-u*u-v*v))}.unit()
		color := hex(0xD81E0B).mix(hex(0xB01006), fractal(x/60, y/60, 2, 3))
		for _, s := range spots {
			color = color.mix(hex(0x140C0A), smooth(0.20, 0.17, math.Hypot(u-s.x, (v-s.y)*0.9)))
		}
		color = color.mix(hex(0x140C0A), smooth(0.022, 0.012, math.Abs(v)))
		return l.on(color, n)
	})
}
