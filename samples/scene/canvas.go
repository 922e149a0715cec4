package scene

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// fine is how many samples a pixel has in each direction; they are averaged when the picture is finished.
const fine = 2

// paint says the color at a place, in picture pixels from the upper left corner.
type paint func(x, y float64) rgb

// flat is the same color everywhere.
func flat(c rgb) paint { return func(_, _ float64) rgb { return c } }

// canvas is a picture being drawn. All places are in picture pixels, whatever the sampling.
type canvas struct {
	w, h int
	pix  []rgb
}

func newCanvas(w, h int) *canvas {
	return &canvas{w: w, h: h, pix: make([]rgb, w*fine*h*fine)}
}

// fill paints the whole picture.
func (c *canvas) fill(p paint) {
	c.shade(box{0, 0, float64(c.w), float64(c.h)}, func(x, y float64) (rgb, float64) { return p(x, y), 1 })
}

// shade asks f for a color and its opacity (0 to 1) at every sample of the box.
func (c *canvas) shade(b box, f func(x, y float64) (rgb, float64)) {
	w, h := c.w*fine, c.h*fine
	x0, x1 := int(min(max(math.Floor(b.x0*fine), 0), float64(w))), int(min(max(math.Ceil(b.x1*fine), 0), float64(w)))
	y0, y1 := int(min(max(math.Floor(b.y0*fine), 0), float64(h))), int(min(max(math.Ceil(b.y1*fine), 0), float64(h)))
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			col, alpha := f((float64(x)+0.5)/fine, (float64(y)+0.5)/fine)
			if alpha > 0 {
				c.pix[y*w+x] = c.pix[y*w+x].mix(col, alpha)
			}
		}
	}
}

// area paints the inside of an outline, with smooth edges.
func (c *canvas) area(o outline, p paint) {
	b := o.bounds()
	x0, y0 := math.Floor(b.x0), math.Floor(b.y0)
	w, h := int(math.Ceil(b.x1)-x0)+1, int(math.Ceil(b.y1)-y0)+1
	r := vector.NewRasterizer(w*fine, h*fine)
	for i, pt := range o {
		x, y := float32((pt.x-x0)*fine), float32((pt.y-y0)*fine)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, w*fine, h*fine))
	r.DrawOp = draw.Src
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	c.shade(box{x0, y0, x0 + float64(w), y0 + float64(h)}, func(x, y float64) (rgb, float64) {
		a := mask.AlphaAt(int((x-x0)*fine), int((y-y0)*fine)).A
		if a == 0 {
			return rgb{}, 0
		}
		return p(x, y), float64(a) / 255
	})
}

// line paints a line with round ends and joints through the points.
func (c *canvas) line(width float64, p paint, points ...point) {
	half := width / 2
	c.shade(outline(points).bounds().grow(half+1), func(x, y float64) (rgb, float64) {
		d := math.Inf(1)
		for i := 1; i < len(points); i++ {
			d = min(d, point{x, y}.toSegment(points[i-1], points[i]))
		}
		alpha := portion((half-d)*fine + 0.5)
		if alpha == 0 {
			return rgb{}, 0
		}
		return p(x, y), alpha
	})
}

// shadow darkens a soft ellipse; strength 1 makes its middle black.
func (c *canvas) shadow(cx, cy, rx, ry, strength float64) {
	c.shade(box{cx - 2*rx, cy - 2*ry, cx + 2*rx, cy + 2*ry}, func(x, y float64) (rgb, float64) {
		d := math.Hypot((x-cx)/rx, (y-cy)/ry)
		return rgb{}, strength * smooth(1.5, 0.3, d)
	})
}

// picture averages the samples into an ordinary picture.
func (c *canvas) picture() *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, c.w, c.h))
	for y := range c.h {
		for x := range c.w {
			var s rgb
			for dy := range fine {
				for dx := range fine {
					p := c.pix[(y*fine+dy)*c.w*fine+x*fine+dx]
					s = rgb{s.r + portion(p.r), s.g + portion(p.g), s.b + portion(p.b)}
				}
			}
			s = s.times(255.0 / (fine * fine))
			out.SetRGBA(x, y, color.RGBA{uint8(s.r + 0.5), uint8(s.g + 0.5), uint8(s.b + 0.5), 255})
		}
	}
	return out
}
