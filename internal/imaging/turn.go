package imaging

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

// turn gives the pixels of a square RGB picture upright. It works on the
// shrunken picture, where it costs next to nothing.
func turn(rgb []uint8, size int, o Orientation) []uint8 {
	mirrorX, mirrorY := o.mirrors()
	if !mirrorX && !mirrorY && !o.swaps() {
		return rgb
	}
	upright := make([]uint8, len(rgb))
	for y := range size {
		for x := range size {
			sx, sy := x, y
			if o.swaps() {
				sx, sy = y, x
			}
			if mirrorX {
				sx = size - 1 - sx
			}
			if mirrorY {
				sy = size - 1 - sy
			}
			copy(upright[3*(y*size+x):][:3], rgb[3*(sy*size+sx):])
		}
	}
	return upright
}
