package imaging

import (
	"image"
	"math"

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
		Sharpness:      rounded(sharpness(light, size)),
		Brightness:     rounded(mean),
		Contrast:       rounded(contrast(light, mean)),
		DominantColors: dominantColors(rgb, maxColors),
	}
}

// MeasureNeeds gives the size in pixels, upright, at which a picture of that
// upright size is measured: see [Recipe.Needs].
func MeasureNeeds(width, height int) image.Point {
	longer := max(width, height, measured)
	return image.Pt(max(1, width*measured/longer), max(1, height*measured/longer))
}

// thumbnail gives the whole picture, upright, as RGB bytes of that size. Most
// of the work is done by averaging blocks.
func thumbnail(p *Picture) ([]uint8, image.Point) {
	size := MeasureNeeds(p.Width, p.Height)
	w := window{scaled: size, rect: image.Rectangle{Max: size}}
	return p.pixels(w, curve{support: 1, weight: triangle, gap: 1}), size
}

// rounded cuts a percentage to two decimals, as confidences are.
func rounded(percent float64) float64 { return math.Round(percent*100) / 100 }
