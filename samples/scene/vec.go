package scene

import "math"

// vec is a direction or place in space: x to the right, y down, z towards the viewer.
type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec      { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) times(k float64) vec { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) dot(b vec) float64   { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) length() float64     { return math.Sqrt(a.dot(a)) }
func (a vec) unit() vec           { return a.times(1 / a.length()) }

// about turns a around the axis (a unit vector) by an angle in radians.
func (a vec) about(axis vec, angle float64) vec {
	sin, cos := math.Sincos(angle)
	cross := vec{axis.y*a.z - axis.z*a.y, axis.z*a.x - axis.x*a.z, axis.x*a.y - axis.y*a.x}
	return a.times(cos).plus(cross.times(sin)).plus(axis.times(axis.dot(a) * (1 - cos)))
}

// light is one lamp far away plus light from everywhere.
type light struct {
	from    vec     // unit vector towards the lamp
	ambient float64 // light where the lamp does not reach
	shine   float64 // strength of the highlight
	gloss   float64 // sharpness of the highlight, about 5 (rough) to 80 (polished)
}

// on is the color of a surface of color c facing n (a unit vector).
func (l light) on(c rgb, n vec) rgb {
	lit := l.ambient + (1-l.ambient)*math.Max(0, n.dot(l.from))
	half := l.from.plus(vec{0, 0, 1}).unit()
	return c.times(lit).plus(l.shine * math.Pow(math.Max(0, n.dot(half)), l.gloss))
}
