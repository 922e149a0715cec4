package imaging

import "math"

// colorNames finds the names of colors.
type colorNames struct {
	named  []namedColor // those of CSS, then the dark ones that have only a word
	css    int          // how many are of CSS
	colors []cielab
}

func newColorNames() colorNames {
	n := colorNames{named: namedColors()}
	n.css = len(n.named)
	n.named = append(n.named, darkColors()...)
	for _, c := range n.named {
		n.colors = append(n.colors, cielabOf(c.rgb))
	}
	return n
}

// nearest gives the index of the named color that looks most like a color of
// sRGB: the nearest in CIELAB. (OKLab, the younger space, spreads the darkest
// colors so far that nothing but nearly pure black would be called black.)
func (n colorNames) nearest(rgb [3]uint8) int { return nearest(rgb, n.colors[:n.css]) }

// word gives the everyday word for a color. CSS has few dark colors: next to a
// brown of wood it has only gray, so that words go by some more colors.
func (n colorNames) word(rgb [3]uint8) string { return n.named[nearest(rgb, n.colors)].word }

func nearest(rgb [3]uint8, colors []cielab) int {
	color, best, least := cielabOf(rgb), 0, math.Inf(1)
	for i, c := range colors {
		if d := color.squared(c); d < least {
			best, least = i, d
		}
	}
	return best
}
