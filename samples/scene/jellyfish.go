package scene

import (
	"image"
	"math"
)

// jellyfish is a jellyfish drifting in blue water.
func jellyfish() image.Image {
	c := newCanvas(600, 800)
	c.fill(func(x, y float64) rgb {
		deep := hex(0x0A3FA8).mix(hex(0x03164F), smooth(0, 800, y))
		return deep.plus(0.06 * (fractal(x/150, y/150, 3, 2) - 0.5)).plus(0.12 * gauss(math.Hypot(x-300, y-250), 260))
	})
	tentacles(c)
	bell(c, 300, 250, 190, 150)
	return c.picture()
}

func tentacles(c *canvas) {
	for i := range 26 {
		x0 := 130 + 340*float64(i)/25
		long := 250 + 230*speck(i, 1, 3)
		c.strand(x0, 262, long, 3.2, 0.45, uint32(i))
	}
	for i := range 6 {
		c.strand(235+26*float64(i), 272, 310+80*speck(i, 2, 3), 26, 0.55, uint32(100+i))
	}
}

// strand is a hanging thread, or with more width a frilly arm.
func (c *canvas) strand(x0, y0, long, wide, opaque float64, seed uint32) {
	c.shade(box{x0 - 130, y0, x0 + 130, y0 + long}, func(x, y float64) (rgb, float64) {
		t := (y - y0) / long
		mid := x0 + (x0-300)*0.25*math.Sin(t*2.4) + 50*t*(noise(t*4, 0, seed)-0.5)*2
		w := wide * (1 - 0.8*t) * (0.6 + 0.8*noise(y/14, 1, seed))
		return hex(0xFFC9A0).mix(hex(0xF08A5A), t), opaque * (1 - t) * smooth(w, w*0.3, math.Abs(x-mid))
	})
}

// bell is the see-through umbrella of the animal.
func bell(c *canvas, cx, cy, rx, ry float64) {
	c.shade(box{cx - rx - 4, cy - ry - 4, cx + rx + 4, cy + ry}, func(x, y float64) (rgb, float64) {
		u, v := (x-cx)/rx, (y-cy)/ry
		low := 0.30 - 0.16*u*u + 0.03*math.Cos(u*40)
		d := math.Hypot(u, v)
		if v > 0 {
			d = math.Abs(u) + 0.15*v
		}
		inside := smooth(1.01, 0.98, d) * smooth(low+0.02, low-0.02, v)
		rim := smooth(0.55, 1, d)*0.5 + gauss(v-low, 0.08)*0.6
		rib := gauss(math.Mod(math.Abs(math.Atan2(u, 1.3-v)*14)+0.5, 1)-0.5, 0.1) * 0.35
		color := hex(0xF49B62).mix(hex(0xFFE6CF), rim+rib+0.5*gauss(math.Hypot(u+0.3, v+0.5), 0.25))
		return color, inside * portion(0.62+rim*0.5+rib)
	})
}
