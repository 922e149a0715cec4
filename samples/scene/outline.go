package scene

import "math"

type point struct{ x, y float64 }

// toSegment is the distance from p to the straight line between a and b.
func (p point) toSegment(a, b point) float64 {
	vx, vy := b.x-a.x, b.y-a.y
	t := 0.0
	if l := vx*vx + vy*vy; l > 0 {
		t = portion(((p.x-a.x)*vx + (p.y-a.y)*vy) / l)
	}
	return math.Hypot(p.x-a.x-vx*t, p.y-a.y-vy*t)
}

type box struct{ x0, y0, x1, y1 float64 }

func (b box) grow(by float64) box { return box{b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by} }

// outline is a closed polygon.
type outline []point

func (o outline) bounds() box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range o {
		b = box{min(b.x0, p.x), min(b.y0, p.y), max(b.x1, p.x), max(b.y1, p.y)}
	}
	return b
}

// polygon takes x, y, x, y, ...
func polygon(xy ...float64) outline {
	o := make(outline, 0, len(xy)/2)
	for i := 0; i+1 < len(xy); i += 2 {
		o = append(o, point{xy[i], xy[i+1]})
	}
	return o
}

// curve is a smooth closed line through the points (Catmull-Rom), given as x, y, x, y, ...
func curve(xy ...float64) outline {
	const steps = 12
	in := polygon(xy...)
	n := len(in)
	var o outline
	for i := range in {
		a, b, c, d := in[(i+n-1)%n], in[i], in[(i+1)%n], in[(i+2)%n]
		for s := range steps {
			t := float64(s) / steps
			o = append(o, point{spline(a.x, b.x, c.x, d.x, t), spline(a.y, b.y, c.y, d.y, t)})
		}
	}
	return o
}

func spline(a, b, c, d, t float64) float64 {
	return b + t/2*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))
}

// ellipse is turned clockwise by turn radians.
func ellipse(cx, cy, rx, ry, turn float64) outline {
	const n = 72
	o := make(outline, n)
	sin, cos := math.Sincos(turn)
	for i := range o {
		s, c := math.Sincos(2 * math.Pi * float64(i) / n)
		o[i] = point{cx + rx*c*cos - ry*s*sin, cy + rx*c*sin + ry*s*cos}
	}
	return o
}

// rounded is a rectangle with round corners.
func rounded(x0, y0, x1, y1, r float64) outline {
	var o outline
	for q, c := range []point{{x1 - r, y1 - r}, {x0 + r, y1 - r}, {x0 + r, y0 + r}, {x1 - r, y0 + r}} {
		for i := range 9 {
			sin, cos := math.Sincos((float64(q) + float64(i)/8) * math.Pi / 2)
			o = append(o, point{c.x + r*cos, c.y + r*sin})
		}
	}
	return o
}
