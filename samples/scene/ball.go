package scene

import "math"

// ball draws a sphere. The skin is asked, for each direction from the middle that is in sight, for the color there and
// for the direction the surface faces, which it may tilt a little to make dents.
func (c *canvas) ball(cx, cy, r float64, l light, skin func(n vec) (rgb, vec)) {
	c.shade(box{cx - r - 1, cy - r - 1, cx + r + 1, cy + r + 1}, func(x, y float64) (rgb, float64) {
		dx, dy := (x-cx)/r, (y-cy)/r
		d := math.Hypot(dx, dy)
		alpha := portion((1-d)*r*fine + 0.5)
		if alpha == 0 {
			return rgb{}, 0
		}
		n := vec{dx, dy, math.Sqrt(max(0, 1-d*d))}
		color, facing := skin(n)
		return l.on(color, facing), alpha
	})
}
