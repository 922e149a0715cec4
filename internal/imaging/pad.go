package imaging

// pad lays the pixels of a window on the whole input. Where they do not reach,
// all channels have the level Pad.
func (r Recipe) pad(rgb []uint8, w window) []uint8 {
	size := w.rect.Size()
	if size.X == r.Width && size.Y == r.Height {
		return rgb
	}
	input := make([]uint8, 3*r.Width*r.Height)
	for i := range input {
		input[i] = r.Pad
	}
	for y := range size.Y {
		row := rgb[3*y*size.X:][:3*size.X]
		copy(input[3*((w.at.Y+y)*r.Width+w.at.X):], row)
	}
	return input
}
