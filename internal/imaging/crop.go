package imaging

import (
	"image"
	"math"
)

// window is a part of a scaled picture: the picture is scaled to the size,
// only the pixels of rect are made, and they are put at a place of the input.
type window struct {
	scaled image.Point
	rect   image.Rectangle
	at     image.Point
}

// crop says which part of the upright picture, at which scale, a recipe asks
// for.
func (r Recipe) crop(picture image.Point) window {
	input := image.Pt(r.Width, r.Height)
	switch {
	case r.Fit == FitLetterbox:
		return r.letterbox(picture, input)
	case r.Fit == FitCenter && r.Shorter > 0:
		return shorterSide(picture, input, r.Shorter)
	case r.Fit == FitCenter:
		return cover(picture, input)
	default:
		return window{scaled: input, rect: image.Rectangle{Max: input}}
	}
}

// cover takes the center of the picture scaled until it covers the input. It
// rounds as the training of the embedded model did.
func cover(picture, input image.Point) window {
	scale := max(float64(input.X)/float64(picture.X), float64(input.Y)/float64(picture.Y))
	scaled := image.Pt(
		max(input.X, int(math.RoundToEven(float64(picture.X)*scale))),
		max(input.Y, int(math.RoundToEven(float64(picture.Y)*scale))),
	)
	corner := image.Pt((scaled.X-input.X)/2, (scaled.Y-input.Y)/2)
	return window{scaled: scaled, rect: image.Rectangle{Max: input}.Add(corner)}
}

// shorterSide takes the center of the picture scaled so that its shorter side
// has a given length. It rounds as torchvision's Resize and CenterCrop do,
// which published classifiers are measured with: the longer side is cut to
// whole pixels, and the offset is rounded, halves to even.
func shorterSide(picture, input image.Point, shorter int) window {
	scaled := image.Pt(shorter, shorter)
	if picture.X > picture.Y {
		scaled.X = shorter * picture.X / picture.Y
	} else {
		scaled.Y = shorter * picture.Y / picture.X
	}
	corner := image.Pt(
		int(math.RoundToEven(float64(scaled.X-input.X)/2)),
		int(math.RoundToEven(float64(scaled.Y-input.Y)/2)),
	)
	return window{scaled: scaled, rect: image.Rectangle{Max: input}.Add(corner)}
}

// letterbox takes the whole picture, scaled until one side reaches the end of
// the input. The other side is cut to whole pixels, and so is half of the
// padding, as the demonstrations of YOLOX and NanoDet do.
func (r Recipe) letterbox(picture, input image.Point) window {
	scaled := input
	if input.X*picture.Y > input.Y*picture.X {
		scaled.X = max(1, picture.X*input.Y/picture.Y)
	} else {
		scaled.Y = max(1, picture.Y*input.X/picture.X)
	}
	w := window{scaled: scaled, rect: image.Rectangle{Max: scaled}}
	if r.Anchor == AnchorCenter {
		w.at = image.Pt((input.X-scaled.X)/2, (input.Y-scaled.Y)/2)
	}
	return w
}

// stored gives the window as it lies on the picture before it is turned. The
// part is chosen on the upright picture and then turned back, so that a
// picture gives the same numbers however it was stored.
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
