package scene

import "math"

// wood is a board with its grain running across; scale is the height of one plank in pixels.
func wood(light, dark rgb, scale float64, seed uint32) paint {
	return func(x, y float64) rgb {
		plank := math.Floor(y / scale)
		shift := 40 * speck(int(plank), 0, seed)
		grain := fractal(x/scale/2.5+shift, y/scale*9+shift, 4, seed)
		c := light.mix(dark, smooth(0.3, 0.75, grain)).times(0.93 + 0.12*speck(int(plank), 1, seed))
		return c.times(1 - 0.5*gauss(y-plank*scale, 1.2))
	}
}
