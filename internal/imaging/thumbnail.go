package imaging

import "image"

// measured is the longer side, in pixels, at which pictures are measured: what
// a person sees at a glance, whatever the camera's resolution. A smaller
// picture is not enlarged.
const measured = 384

// Thumbnail is a picture as it is measured: upright, with a longer side of 384
// pixels at most. It takes a megabyte at most, so it can be kept when the pixels
// of the picture are let go. Its methods may be called by many goroutines at once.
type Thumbnail struct {
	size  image.Point
	rgb   []uint8   // row by row
	light []float32 // L* of each pixel
	names colorNames
}

// NewThumbnail shrinks a picture, which must be decoded. Most of the work is
// done by averaging blocks.
func NewThumbnail(p *Picture) *Thumbnail {
	size := MeasureNeeds(p.Width, p.Height)
	w := window{scaled: size, rect: image.Rectangle{Max: size}}
	rgb := p.pixels(w, curve{support: 1, weight: triangle, gap: 1})
	return &Thumbnail{size: size, rgb: rgb, light: lightness(rgb), names: newColorNames()}
}

// MeasureNeeds gives the size in pixels, upright, at which a picture of that
// upright size is measured: see [Recipe.Needs].
func MeasureNeeds(width, height int) image.Point {
	longer := max(width, height, measured)
	return image.Pt(max(1, width*measured/longer), max(1, height*measured/longer))
}
