package imaging

// shrink scales a source and gives the RGB bytes of the window. Each output
// pixel is a weighted mean of all input pixels under it, so that fine patterns
// turn gray instead of into other patterns. Rows first, rounded to bytes, then
// columns, as Pillow does; golden_test.go compares with it.
func shrink(s reduced, w window, c curve) []uint8 {
	across := kernel(s.wide, w.scaled.X, w.rect.Min.X, w.rect.Dx(), c)
	down := kernel(s.high, w.scaled.Y, w.rect.Min.Y, w.rect.Dy(), c)
	left, right := across[0].first, across[len(across)-1].end() // the columns that are needed
	line, mixed := make([]uint8, 3*(right-left)), make([]uint8, 3*len(across))
	sums := make([]int32, len(down)*len(mixed))
	done := 0 // output rows that have all they need
	for y := down[0].first; y < down[len(down)-1].end(); y++ {
		s.row(left, y, line)
		mixRow(line, left, across, mixed)
		for i := done; i < len(down) && down[i].first <= y; i++ {
			if tap := y - down[i].first; tap < len(down[i].weights) {
				addRow(sums[i*len(mixed):][:len(mixed)], mixed, down[i].weights[tap])
			} else if i == done {
				done++
			}
		}
	}
	rgb := make([]uint8, len(sums))
	for i, sum := range sums {
		rgb[i] = level(sum)
	}
	return rgb
}

// mixRow scales one row, whose first pixel is that of the column left.
func mixRow(line []uint8, left int, across []taps, mixed []uint8) {
	for i := range across {
		t := &across[i]
		red, green, blue := mix(line[3*(t.first-left):], t.weights)
		out := mixed[3*i:][:3]
		out[0], out[1], out[2] = level(red), level(green), level(blue)
	}
}

// mix sums up weighted pixels. It is where most of the time goes, so red and
// blue share a register: red in the lower half, blue in the upper, from which
// a negative red has borrowed. Inlined it would run out of registers.
//
//go:noinline
func mix(pixels []uint8, weights []int32) (red, green, blue int32) {
	pixels = pixels[:3*len(weights)]
	redBlue, j := int64(0), 0
	for i := 0; i < len(pixels)-2; i += 3 {
		weight := weights[j]
		redBlue += (int64(pixels[i]) | int64(pixels[i+2])<<32) * int64(weight)
		green += int32(pixels[i+1]) * weight
		j++
	}
	red = int32(redBlue & 0xffffffff)          //nolint:gosec // the lower half, with its sign
	blue = int32((redBlue - int64(red)) >> 32) //nolint:gosec // the upper half: 32 bits
	return red, green, blue
}

// addRow adds a weighted row to the sums of an output row.
func addRow(sums []int32, mixed []uint8, weight int32) {
	mixed = mixed[:len(sums)]
	for i := range sums {
		sums[i] += int32(mixed[i]) * weight
	}
}
