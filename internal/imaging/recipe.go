package imaging

import "image"

// Recipe says how a model wants its pictures. It must be the one that the
// model was trained and measured with.
type Recipe struct {
	Width, Height int // of the model's input, in pixels
	Fit           Fit
	Shorter       int        // FitCenter: the shorter side is scaled to this before the center is taken; 0: until the input is covered
	Filter        Filter     // how pixels are mixed; empty: FilterBilinear
	Pad           uint8      // FitLetterbox: level of all channels where the picture does not reach
	Anchor        Anchor     // FitLetterbox; empty: AnchorTopLeft
	Channels      Channels   // empty: ChannelsRGB
	Layout        Layout     // empty: LayoutNCHW
	Mean, Std     [3]float64 // in the order of Channels, of values from 0 to 1
}

// Tensor gives the picture as the model reads it, upright: float32
// [1, 3, Height, Width] (LayoutNCHW) or [1, Height, Width, 3] (LayoutNHWC).
// The recipe must be valid and the picture decoded.
func (r Recipe) Tensor(p *Picture) []float32 {
	w := r.crop(image.Pt(p.Width, p.Height))
	return r.normalize(r.pad(p.pixels(w, r.curve()), w))
}

// Needs gives the size in pixels, upright, that a picture of that upright size
// is scaled to. A decoder that can scale on its way must not give less. With
// four times as many pixels a side, the result is as good as from all.
func (r Recipe) Needs(width, height int) image.Point {
	return r.crop(image.Pt(width, height)).scaled
}

// Placement is where a whole picture lies on a model's input, in pixels of the
// input. Left and Top are negative where its edges are cut off.
type Placement struct{ Left, Top, Width, Height float64 }

// Place says where the whole upright picture of that size lies, so that boxes
// that a model finds on its input can be brought back to the picture.
func (r Recipe) Place(width, height int) Placement {
	w := r.crop(image.Pt(width, height))
	corner := w.at.Sub(w.rect.Min)
	return Placement{
		Left: float64(corner.X), Top: float64(corner.Y),
		Width: float64(w.scaled.X), Height: float64(w.scaled.Y),
	}
}

// pixels gives a window of the upright picture as RGB bytes without padding.
// It is the one way from stored pixels, of any size and color model, to small
// upright ones; turning after shrinking costs next to nothing.
func (p *Picture) pixels(w window, c curve) []uint8 {
	o := p.Orientation
	small := reduce(p, w.stored(o).scaled, c.gap)
	if o.swaps() && c.overshoots {
		small, o = small.transposed(), o.withoutSwap()
	}
	stored := w.stored(o)
	rgb := shrink(small, stored, c)
	p.profile.ToSRGB(rgb)
	return turn(rgb, stored.rect.Size(), o)
}
