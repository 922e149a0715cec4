package imaging

import (
	"image"

	"blobsight"
)

// measured is the longer side, in pixels, at which pictures are measured: what
// a person sees at a glance, whatever the camera's resolution. A smaller
// picture is not enlarged.
const measured = 384

// Measure tells what a picture looks like as a whole, with at most maxColors
// dominant colors. The numbers are the same, but for rounding, in all eight
// orientations; the picture must be decoded. See brightness, contrast,
// sharpness and dominantColors for what the numbers mean.
func Measure(p *Picture, maxColors int) *blobsight.Properties {
	rgb, size := thumbnail(p)
	light := lightness(rgb)
	mean := brightness(light)
	return &blobsight.Properties{
		Sharpness:      sharpness(light, size),
		Brightness:     mean,
		Contrast:       contrast(light, mean),
		DominantColors: dominantColors(rgb, maxColors),
	}
}

// thumbnail gives the whole picture, upright, as RGB bytes of that size. Most
// of the work is done by averaging blocks.
func thumbnail(p *Picture) ([]uint8, image.Point) {
	size := image.Pt(p.Width, p.Height)
	if longer := max(size.X, size.Y); longer > measured {
		size = image.Pt(max(1, size.X*measured/longer), max(1, size.Y*measured/longer))
	}
	w := window{scaled: size, rect: image.Rectangle{Max: size}}
	return p.pixels(w, curve{support: 1, weight: triangle, parts: true, gap: 1}), size
}
