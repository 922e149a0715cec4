package imaging

import "math"

// colorNames finds the names of colors.
type colorNames struct {
	named  []namedColor
	colors []cielab
}

func newColorNames() colorNames {
	n := colorNames{named: namedColors()}
	for _, c := range n.named {
		n.colors = append(n.colors, cielabOf(c.rgb))
	}
	return n
}

// nearest gives the index of the named color that looks most like a color of
// sRGB: the nearest in CIELAB. (OKLab, the younger space, spreads the darkest
// colors so far that nothing but nearly pure black would be called black.)
func (n colorNames) nearest(rgb [3]uint8) int {
	color, best, least := cielabOf(rgb), 0, math.Inf(1)
	for i, c := range n.colors {
		if d := color.squared(c); d < least {
			best, least = i, d
		}
	}
	return best
}
