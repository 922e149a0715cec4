package imaging

import "image"

// blurReach is how far the blur of sharpness reaches to each side, in pixels.
const blurReach = 4

// visible is the least difference in lightness between neighbors that counts
// as an edge: about what a person can just see, and more than the rounding of
// levels makes.
const visible = 1.0

// sharpness tells how steep the edges of a picture are, not how many it has:
// it blurs the lightness once more and takes what share of the differences
// between neighbors that costs. Blurring costs a sharp picture nearly all and
// a blurred one little (F. Crete and others, "The blur effect: perception and
// estimation with a new no-reference perceptual blur metric", 2007). A step
// from one pixel to the next counts 100, an edge that takes 3 pixels 75, one
// that takes 5 pixels 50, and wider ones come ever closer to 0. A picture
// without an edge is 0.
//
// Of a region only the edges count that lie in it with both neighbors; the blur
// mixes in what is around it, as it does in the whole picture.
func sharpness(light []float32, size image.Point, r region) float64 {
	row := func(y int) []float32 { return light[min(max(y, 0), size.Y-1)*size.X:][:size.X] }
	var across, down edges
	padded := make([]float32, size.X+2*blurReach)
	for y, runs := range r {
		line := row(y)
		for x := range padded {
			padded[x] = line[min(max(x-blurReach, 0), size.X-1)]
		}
		for _, in := range runs {
			part := padded[in.from:]
			across.add(part[blurReach:][:in.to-in.from-1], part[blurReach+1:], part[2*blurReach+1:], part)
		}
	}
	var shared []run
	for y := range size.Y - 1 {
		shared = common(shared[:0], r[y], r[y+1])
		for _, in := range shared {
			down.add(row(y)[in.from:in.to], row(y + 1)[in.from:], row(y + 1 + blurReach)[in.from:], row(y - blurReach)[in.from:])
		}
	}
	return percentage(100 * (across.lost + down.lost) / max(across.all+down.all, visible))
}

// edges sums up differences between neighbors, and how much of them a blur
// would cost.
type edges struct{ all, lost float64 }

// add adds those from each value of one line to the next one's. The mean over
// a window around a value changes, on the way, by the value that comes in
// minus the one that goes out.
func (e *edges) add(from, to, in, out []float32) {
	const width = 2*blurReach + 1
	to, in, out = to[:len(from)], in[:len(from)], out[:len(from)]
	var all, lost float32
	for i, v := range from {
		step := abs(to[i] - v)
		if step >= visible {
			all += step
			lost += max(0, step-abs(in[i]-out[i])/width)
		}
	}
	e.all += float64(all)
	e.lost += float64(lost) * width / (width - 1)
}

func abs(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}
