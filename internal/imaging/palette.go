package imaging

import (
	"cmp"
	"slices"

	"blobsight"
)

const (
	leastShare = 0.01 // of the pixels: a color of fewer is not dominant
	alike      = 12.0 // in CIELAB: groups of pixels that are closer are one color
)

// dominantColors gives the colors that a picture is mostly made of, the most
// frequent first, at most so many. Each is the mean of a group of pixels that
// look alike (see group), and named after the nearest color of CSS.
func dominantColors(rgb []uint8, most int) []blobsight.DominantColor {
	pixels := len(rgb) / 3
	groups := merge(group(shades(rgb)))
	slices.SortStableFunc(groups, func(a, b shade) int { return cmp.Compare(b.pixels, a.pixels) })
	names := newColorNames()
	var colors []blobsight.DominantColor
	for _, g := range groups[:min(len(groups), max(most, 0))] {
		if float64(g.pixels) < leastShare*float64(pixels) {
			break
		}
		mean := g.rgb()
		named := names.nearest(mean)
		colors = append(colors, blobsight.DominantColor{
			Red: mean[0], Green: mean[1], Blue: mean[2],
			CSSColor: named.name, SimplifiedColor: named.word,
			PixelPercent: 100 * float64(g.pixels) / float64(pixels),
		})
	}
	return colors
}

// shade is a number of pixels of about one color.
type shade struct {
	pixels int
	sums   [3]int // of red, green, blue
	color  cielab // their mean
}

// rgb is the mean of the pixels.
func (s shade) rgb() (mean [3]uint8) {
	for c, sum := range s.sums {
		mean[c] = uint8((sum + s.pixels/2) / s.pixels & 0xff)
	}
	return mean
}

// with gives the pixels of both.
func (s shade) with(t shade) shade {
	s.pixels += t.pixels
	for c := range s.sums {
		s.sums[c] += t.sums[c]
	}
	s.color = s.color.toward(t.color, float64(t.pixels)/float64(s.pixels))
	return s
}

// shades counts the pixels in cells of 16 levels of red, green and blue each.
// Where a pixel lies does not matter, and a photograph has some hundred cells,
// so that what follows is cheap.
func shades(rgb []uint8) []shade {
	const bits = 4
	var cells [1 << (3 * bits)]struct{ pixels, r, g, b uint32 }
	for ; len(rgb) >= 3; rgb = rgb[3:] {
		r, g, b := uint32(rgb[0]), uint32(rgb[1]), uint32(rgb[2])
		c := &cells[r>>(8-bits)<<(2*bits)|g>>(8-bits)<<bits|b>>(8-bits)]
		c.pixels++
		c.r += r
		c.g += g
		c.b += b
	}
	var shades []shade
	for _, c := range &cells {
		if c.pixels > 0 {
			s := shade{pixels: int(c.pixels), sums: [3]int{int(c.r), int(c.g), int(c.b)}}
			s.color = cielabOf(s.rgb())
			shades = append(shades, s)
		}
	}
	return shades
}
