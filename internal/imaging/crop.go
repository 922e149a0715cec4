package imaging

import (
	"image"
	"math"
)

// window is a part of a scaled picture: the picture is scaled to the size,
// and only the pixels of rect are made.
type window struct {
	scaled image.Point
	rect   image.Rectangle
}

// crop says which part of the stored picture, at which scale, a recipe asks
// for: the center of the picture scaled so that its shorter side fits, or all
// of it. The part is chosen on the upright picture and then turned back, so
// that a picture gives the same numbers however it was stored.
func (r Recipe) crop(upright image.Point, o Orientation) window {
	w := window{scaled: image.Pt(r.Size, r.Size), rect: image.Rect(0, 0, r.Size, r.Size)}
	if r.Fit == FitCenter {
		scale := float64(r.Size) / float64(min(upright.X, upright.Y))
		w.scaled.X = max(r.Size, int(math.RoundToEven(float64(upright.X)*scale)))
		w.scaled.Y = max(r.Size, int(math.RoundToEven(float64(upright.Y)*scale)))
		w.rect = w.rect.Add(image.Pt((w.scaled.X-r.Size)/2, (w.scaled.Y-r.Size)/2))
	}
	return w.stored(o)
}

// stored gives the window as it lies on the picture before it is turned.
func (w window) stored(o Orientation) window {
	mirrorX, mirrorY := o.mirrors()
	if o.swaps() {
		w.scaled = image.Pt(w.scaled.Y, w.scaled.X)
		w.rect = image.Rect(w.rect.Min.Y, w.rect.Min.X, w.rect.Max.Y, w.rect.Max.X)
	}
	if mirrorX {
		w.rect.Min.X, w.rect.Max.X = w.scaled.X-w.rect.Max.X, w.scaled.X-w.rect.Min.X
	}
	if mirrorY {
		w.rect.Min.Y, w.rect.Max.Y = w.scaled.Y-w.rect.Max.Y, w.scaled.Y-w.rect.Min.Y
	}
	return w
}
