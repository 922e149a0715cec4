package imaging

import (
	"image"
	"math"
)

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
func sharpness(light []float32, size image.Point) float64 {
	var edges, lost float64
	for y := range size.Y {
		e, l := lineEdges(light[y*size.X:], 1, size.X)
		edges, lost = edges+e, lost+l
	}
	for x := range size.X {
		e, l := lineEdges(light[x:], size.X, size.Y)
		edges, lost = edges+e, lost+l
	}
	if edges == 0 {
		return 0
	}
	const width = 2*blurReach + 1
	return percentage(100 * lost / edges * width / (width - 1))
}

// lineEdges sums up the differences between neighbors along a row or column of
// n values that lie so far apart, and how much of them blurring would cost.
// The mean over a window around each value changes, from one value to the
// next, by the one that comes in minus the one that goes out.
func lineEdges(light []float32, apart, n int) (edges, lost float64) {
	const width = 2*blurReach + 1
	for i := range n - 1 {
		step := math.Abs(float64(light[(i+1)*apart] - light[i*apart]))
		if step < visible {
			continue
		}
		in, out := min(i+1+blurReach, n-1), max(i-blurReach, 0)
		blurred := math.Abs(float64(light[in*apart]-light[out*apart])) / width
		edges += step
		lost += max(0, step-blurred)
	}
	return edges, lost
}
