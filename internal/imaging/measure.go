package imaging

import (
	"math"

	"blobsight"
)

// Measure tells what the picture looks like as a whole, with at most maxColors
// dominant colors. The numbers are the same, but for rounding, in all eight
// orientations. See brightness, contrast, sharpness and colorNames.dominant for what
// the numbers mean.
func (t *Thumbnail) Measure(maxColors int) *blobsight.Properties {
	return t.properties(t.rgb, t.light, whole(t.size), maxColors)
}

// MeasureParts tells the same of what lies within the boxes, which may overlap,
// and of the rest. The foreground is nil without boxes, the background where
// they leave nothing. Shares of colors are shares of the part.
func (t *Thumbnail) MeasureParts(boxes []blobsight.Box, maxColors int) (foreground, background *blobsight.Properties) {
	inside := t.union(boxes)
	return t.part(inside, maxColors), t.part(inside.complement(t.size.X), maxColors)
}

// DominantColors gives those of what lies within a box, the most frequent first,
// at most so many. Shares are shares of the box.
func (t *Thumbnail) DominantColors(box blobsight.Box, maxColors int) []blobsight.DominantColor {
	return t.names.dominant(pick(t.rgb, 3, t.size.X, t.union([]blobsight.Box{box})), maxColors)
}

// part measures a region; nil where it has no pixel.
func (t *Thumbnail) part(r region, maxColors int) *blobsight.Properties {
	light := pick(t.light, 1, t.size.X, r)
	if len(light) == 0 {
		return nil
	}
	return t.properties(pick(t.rgb, 3, t.size.X, r), light, r, maxColors)
}

// properties measures a region, whose pixels and their lightness are at hand
// already.
func (t *Thumbnail) properties(rgb []uint8, light []float32, r region, maxColors int) *blobsight.Properties {
	mean := brightness(light)
	return &blobsight.Properties{
		Sharpness:      rounded(sharpness(t.light, t.size, r)),
		Brightness:     rounded(mean),
		Contrast:       rounded(contrast(light, mean)),
		DominantColors: t.names.dominant(rgb, maxColors),
	}
}

// rounded cuts a percentage to two decimals, as confidences are.
func rounded(percent float64) float64 { return math.Round(percent*100) / 100 }
