package scene

import (
	"image"
	"math"
)

// schoolBus is a yellow school bus at the curb, seen from the side of its door, its nose to the right.
func schoolBus() image.Image {
	c := newCanvas(768, 576)
	street(c)
	c.shadow(382, 470, 375, 30, 0.85)
	busBody(c)
	busGlass(c)
	for _, x := range axles() {
		wheel(c, x, 428, 54)
	}
	return c.picture()
}

// axles says where the middles of the two wheels in sight are.
func axles() []float64 { return []float64{174, 626} }

func street(c *canvas) {
	c.fill(func(x, y float64) rgb {
		sky := hex(0x8FB8E0).mix(hex(0xE3EDF4), (y+92)/330+0.5*(fractal(x/240, y/80, 4, 3)-0.5))
		trees := hex(0x2C4A20).mix(hex(0x6A8C45), fractal(x/28, y/24, 5, 7))
		top := 108 + 90*fractal(x/90, 0, 4, 9)
		ground := hex(0x77777A).times(0.85+0.25*fractal(x/9, y/3, 4, 11)).mix(hex(0x9A988F), smooth(420, 408, y))
		back := sky.mix(trees, smooth(top-6, top+6, y))
		return back.mix(ground, smooth(376, 380, y))
	})
}

// steel is yellow sheet metal, lit from above and a little uneven.
func steel(x, y float64) rgb {
	c := hex(0xF7AE0A).mix(hex(0xFFC93A), smooth(238, 108, y)).mix(hex(0xC97F04), smooth(308, 428, y))
	return c.times(0.96 + 0.08*fractal(x/120, y/40, 3, 21))
}

func busBody(c *canvas) {
	black := flat(hex(0x1B1A18))
	c.line(6, black, point{604, 280}, point{626, 226})
	c.area(ellipse(628, 210, 12, 22, 0.1), black) // the mirror
	c.area(rounded(30, 118, 568, 433, 28), steel)
	c.area(curve(544, 278, 660, 281, 710, 296, 724, 338, 724, 418, 712, 433, 544, 433), steel)
	c.area(polygon(32, 278, 568, 278, 568, 286, 32, 286), black) // the rub rails
	c.area(polygon(32, 320, 720, 320, 720, 328, 32, 328), black)
	c.area(polygon(32, 372, 722, 372, 722, 380, 32, 380), black)
	c.area(polygon(26, 430, 732, 430, 732, 445, 26, 445), black)
	for _, x := range axles() {
		c.area(ellipse(x, 428, 68, 68, 0), flat(hex(0x15130F)))
	}
	c.area(ellipse(716, 354, 9, 14, 0), flat(hex(0xFFF6D8)))
	c.area(rounded(718, 408, 744, 432, 5), flat(hex(0x2A2A2A)))
	c.area(rounded(50, 111, 82, 124, 5), flat(hex(0xC8281A)))
	c.area(rounded(524, 111, 554, 124, 5), flat(hex(0xC8281A)))
}

func glass(x, y float64) rgb {
	return hex(0x27323C).mix(hex(0x9FB4C2), 0.55*smooth(248, 158, y)+0.35*(fractal(x/40, y/40, 3, 31)-0.4))
}

func busGlass(c *canvas) {
	black := flat(hex(0x1C1B19))
	for i := range 7 {
		x := 46 + float64(i)*63
		c.area(rounded(x-4, 162, x+57, 252, 6), black)
		c.area(rounded(x, 166, x+53, 248, 4), glass)
		c.area(polygon(x, 204, x+53, 204, x+53, 209, x, 209), black)
	}
	c.area(polygon(492, 158, 558, 158, 558, 406, 492, 406), black) // the door
	c.area(polygon(497, 164, 522, 164, 522, 398, 497, 398), glass)
	c.area(polygon(528, 164, 553, 164, 553, 398, 528, 398), glass)
}

func wheel(c *canvas, x, y, r float64) {
	c.area(ellipse(x, y, r, r, 0), flat(hex(0x1D1C1B)))
	c.area(ellipse(x, y, r*0.6, r*0.6, 0), func(_, py float64) rgb { return hex(0xC9C6BD).times(1.1 - 0.5*(py-y+r)/(2*r)) })
	c.area(ellipse(x, y, r*0.38, r*0.38, 0), flat(hex(0x55524C)))
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		c.area(ellipse(x+cos*r*0.48, y+sin*r*0.48, 3, 3, 0), flat(hex(0x3A3833)))
	}
}
