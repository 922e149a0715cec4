package imaging

// shrink scales a source and gives the RGB bytes of the window. Each output
// pixel is a weighted mean of all input pixels under it, so that fine patterns
// turn gray instead of into other patterns. Rows first, rounded to bytes, then
// columns, as Pillow does; golden_test.go compares with it.
func shrink(s reduced, w window) []uint8 {
	across := kernel(s.wide, w.scaled.X, w.rect.Min.X, w.rect.Dx())
	down := kernel(s.high, w.scaled.Y, w.rect.Min.Y, w.rect.Dy())
	line, mixed := make([]uint8, 3*s.width), make([]uint8, 3*len(across))
	sums := make([][]int32, len(down))
	for i := range sums {
		sums[i] = make([]int32, len(mixed))
	}
	end := down[len(down)-1]
	done := 0 // output rows that have all they need
	for y := down[0].first; y < end.first+len(end.weights); y++ {
		s.row(y, line)
		mixRow(line, across, mixed)
		for i := done; i < len(down) && down[i].first <= y; i++ {
			if tap := y - down[i].first; tap < len(down[i].weights) {
				addRow(sums[i], mixed, down[i].weights[tap])
			} else if i == done {
				done++
			}
		}
	}
	rgb := make([]uint8, 0, len(down)*len(mixed))
	for _, row := range sums {
		for _, sum := range row {
			rgb = append(rgb, level(sum))
		}
	}
	return rgb
}

// mixRow scales one row.
func mixRow(line []uint8, across []taps, mixed []uint8) {
	for i, t := range across {
		var r, g, b int32
		pixels := line[3*t.first:]
		for _, weight := range t.weights {
			r += int32(pixels[0]) * weight
			g += int32(pixels[1]) * weight
			b += int32(pixels[2]) * weight
			pixels = pixels[3:]
		}
		mixed[3*i], mixed[3*i+1], mixed[3*i+2] = level(r), level(g), level(b)
	}
}

// addRow adds a weighted row to the sums of an output row.
func addRow(sums []int32, mixed []uint8, weight int32) {
	for i, v := range mixed {
		sums[i] += int32(v) * weight
	}
}
