package scene

import "math"

// vec is a direction or place in space: x to the right, y down, z towards the viewer.
type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec      { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) times(k float64) vec { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) dot(b vec) float64   { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) length() float64     { return math.Sqrt(a.dot(a)) }
func (a vec) unit() vec           { return a.times(1 / a.length()) }

// light is one lamp far away plus light from everywhere.
type light struct {
	from    vec     // unit vector towards the lamp
	ambient float64 // light where the lamp does not reach
	shine   float64 // strength of the highlight
	gloss   float64 // sharpness of the highlight, about 5 (rough) to 80 (polished)
}

// on is the color of a surface of color c facing n (a unit vector).
func (l light) on(c rgb, n vec) rgb {
	lit := l.ambient + (1-l.ambient)*max(0, n.dot(l.from))
	middle := l.from.plus(vec{0, 0, 1}).unit()
	return c.times(lit).plus(l.shine * math.Pow(max(0, n.dot(middle)), l.gloss))
}
