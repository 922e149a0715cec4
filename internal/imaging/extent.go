package imaging

import "image"

// extent is how much of a decoded picture is picture, in its own pixels. A
// decoder that scales by eighths rounds up, so that the last column and row
// may stand for a part of a pixel; the zero value says that they do not.
type extent struct{ wide, high float64 }

// extentOf is the extent of a stored picture at so many eighths.
func extentOf(stored image.Point, eighths int) extent {
	return extent{float64(stored.X*eighths) / 8, float64(stored.Y*eighths) / 8}
}

// within corrects the extent of a reduced picture for that of the picture it
// was made of. Without it a picture that was decoded at a scale would be
// shifted by up to a pixel.
func (r reduced) within(img image.Image, e extent) reduced {
	size := img.Bounds().Size()
	if e != (extent{}) {
		r.wide *= e.wide / float64(size.X)
		r.high *= e.high / float64(size.Y)
	}
	return r
}
