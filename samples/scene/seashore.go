package scene

import (
	"image"
)

// horizon is the height, in pixels from the top, where the sea meets the sky.
const horizon = 215.0

// seashore is a beach with the surf coming in.
func seashore() image.Image {
	c := newCanvas(800, 600)
	c.fill(func(x, y float64) rgb {
		water := y - horizon
		depth := 60 / (max(water, 0) + 12)
		color := sea((x-400)*depth, depth*900, water/200)
		edge := y + 0.13*(x-400) - 70*(fractal(x/210, 0, 3, 4)-0.5)
		sand := hex(0xDCC49C).times(0.82 + 0.3*fractal(x/7, y/3, 4, 9)).times(0.8 + 0.3*fractal(x/90, y/25, 3, 19))
		wet := hex(0xA08A6A).mix(hex(0xC3CED2), 0.45*fractal(x/60, y/12, 3, 5))
		color = color.mix(wet, smooth(425, 440, edge)).mix(sand, smooth(470, 530, edge))
		color = color.mix(hex(0xF8FAFA), surf(x, y, edge))
		return coastSky(x, y).mix(color, smooth(-0.5, 1.5, water))
	})
	return c.picture()
}

func coastSky(x, y float64) rgb {
	blue := hex(0x4A8CD2).mix(hex(0xCFE2EE), y/horizon)
	near := 130 / (horizon + 40 - y) // clouds shrink towards the horizon
	cloud := fractal((x-400)*near/130, near*4, 5, 43)
	return blue.mix(hex(0xFDFDFD), 0.85*smooth(0.45, 0.75, cloud))
}

func sea(u, v, near float64) rgb {
	wave := fractal(u/24, v/12, 4, 15)
	return hex(0x1D5588).mix(hex(0x58A9A4), near).times(0.78 + 0.45*wave)
}

// surf is how much foam lies at a place: lines of breakers, the last running out on the sand.
func surf(x, y, edge float64) float64 {
	foam := 0.0
	for i, at := range []float64{292, 345, 425} {
		n := float64(i + 1)
		bend := 16 * n * (fractal(x/150, n, 4, 60) - 0.5)
		rough := smooth(0.32, 0.6, fractal(x/(12*n), y/(4*n), 5, 70))
		behind := edge - at + bend
		body := gauss(behind, 3.5*n)
		if behind < 0 {
			body = gauss(behind, 9*n) // foam trails off out to sea
		}
		foam = max(foam, body*(0.25+rough))
	}
	return portion(foam * 1.1)
}
