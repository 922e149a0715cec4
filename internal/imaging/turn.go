package imaging

import "image"

// mirrors reports which axes of the stored picture run backwards. Turning is
// mirroring first and, where [Orientation.swaps], exchanging the axes then.
func (o Orientation) mirrors() (x, y bool) {
	switch o {
	case 2: // mirrored left to right
		return true, false
	case 3: // upside down
		return true, true
	case 4: // mirrored top to bottom
		return false, true
	case 6: // to be turned a quarter clockwise
		return false, true
	case 7: // mirrored along the other diagonal
		return true, true
	case 8: // to be turned a quarter counter-clockwise
		return true, false
	default: // 1 is upright, 5 is mirrored along the diagonal
		return false, false
	}
}

// withoutSwap is what is left of an orientation that swaps once rows and
// columns of the stored picture are exchanged: 5 to 8 become 1 to 4.
func (o Orientation) withoutSwap() Orientation { return o - 4 }

// turn gives the pixels of an RGB picture upright. The size is that of the
// picture as it is stored.
func turn(rgb []uint8, size image.Point, o Orientation) []uint8 {
	mirrorX, mirrorY := o.mirrors()
	if !mirrorX && !mirrorY && !o.swaps() {
		return rgb
	}
	upright := size
	if o.swaps() {
		upright = image.Pt(size.Y, size.X)
	}
	turned := make([]uint8, 0, len(rgb))
	for y := range upright.Y {
		for x := range upright.X {
			sx, sy := x, y
			if o.swaps() {
				sx, sy = y, x
			}
			if mirrorX {
				sx = size.X - 1 - sx
			}
			if mirrorY {
				sy = size.Y - 1 - sy
			}
			turned = append(turned, rgb[3*(sy*size.X+sx):][:3]...)
		}
	}
	return turned
}
