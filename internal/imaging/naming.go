package imaging

// colorNames finds the name of a color.
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

// nearest gives the named color that looks most like a color of sRGB: the
// nearest in CIELAB. (OKLab, the younger space, spreads the darkest colors so
// far that nothing but pure black would be called black.)
func (n colorNames) nearest(rgb [3]uint8) namedColor {
	return n.named[nearest(cielabOf(rgb), n.colors)]
}
