package imaging

import (
	"cmp"
	"slices"

	"blobsight"
)

// leastShare is the least share of the pixels that a dominant color has.
const leastShare = 0.01

// dominant gives the colors that pixels of sRGB are mostly made of, the most
// frequent first, at most so many. Pixels are one color when the same named
// color of CSS is the nearest to them, and the color is their mean. So shares
// change little when a picture changes little, as they would not if groups of
// pixels were found anew for each picture.
func (n colorNames) dominant(rgb []uint8, most int) []blobsight.DominantColor {
	groups := make([]shade, n.css)
	for _, s := range shades(rgb) {
		groups[n.nearest(s.mean())].add(s)
	}
	order := make([]int, len(groups))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(groups[b].pixels, groups[a].pixels) })
	pixels := float64(len(rgb) / 3)
	var colors []blobsight.DominantColor
	for _, i := range order[:min(len(order), max(most, 0))] {
		share := float64(groups[i].pixels) / pixels
		if share < leastShare {
			break
		}
		mean := groups[i].mean()
		colors = append(colors, blobsight.DominantColor{
			Red: mean[0], Green: mean[1], Blue: mean[2],
			CSSColor: n.named[i].name, SimplifiedColor: n.word(mean),
			PixelPercent: rounded(100 * share),
		})
	}
	return colors
}

// shade is a number of pixels of about one color, and the sums of their levels.
type shade struct{ pixels, red, green, blue uint32 }

// add adds the pixels of another shade.
func (s *shade) add(t shade) {
	s.pixels += t.pixels
	s.red += t.red
	s.green += t.green
	s.blue += t.blue
}

// mean is the mean color of the pixels, of which there must be some.
func (s shade) mean() (rgb [3]uint8) {
	for c, sum := range [3]uint32{s.red, s.green, s.blue} {
		rgb[c] = uint8((sum + s.pixels/2) / s.pixels & 0xff)
	}
	return rgb
}

// shades counts the pixels in cells of 16 levels of red, green and blue each,
// of which a photograph has some hundred: so few that to name them is cheap.
func shades(rgb []uint8) []shade {
	const bits = 4
	cells := make([]shade, 1<<(3*bits))
	for ; len(rgb) >= 3; rgb = rgb[3:] {
		r, g, b := uint32(rgb[0]), uint32(rgb[1]), uint32(rgb[2])
		cells[r>>(8-bits)<<(2*bits)|g>>(8-bits)<<bits|b>>(8-bits)].add(shade{1, r, g, b})
	}
	return slices.DeleteFunc(cells, func(s shade) bool { return s.pixels == 0 })
}
