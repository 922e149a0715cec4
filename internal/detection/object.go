package detection

import "cmp"

// Object is one thing that was found: its class, counted from 0, the score
// from 0 to 1, and its box in pixels of the model's input. A box lies within
// the input and has an area.
type Object struct {
	Class                    int
	Score                    float64
	Left, Top, Right, Bottom float64
}

// overlap is the area that two boxes share over the area that they cover
// together: 0 for boxes apart, 1 for equal ones.
func (o Object) overlap(p Object) float64 {
	width := min(o.Right, p.Right) - max(o.Left, p.Left)
	height := min(o.Bottom, p.Bottom) - max(o.Top, p.Top)
	if width <= 0 || height <= 0 {
		return 0
	}
	shared := width * height
	return shared / (o.area() + p.area() - shared)
}

func (o Object) area() float64 { return (o.Right - o.Left) * (o.Bottom - o.Top) }

// clip cuts the box to an input of the given size.
func (o Object) clip(width, height float64) Object {
	o.Left, o.Right = min(max(o.Left, 0), width), min(max(o.Right, 0), width)
	o.Top, o.Bottom = min(max(o.Top, 0), height), min(max(o.Bottom, 0), height)
	return o
}

// byRank orders objects from the best to the worst. Objects that compare as
// equal are equal, so that a sorted list does not depend on how it was before.
func byRank(a, b Object) int {
	if a.Score != b.Score { // first by itself: nearly always enough
		return cmp.Compare(b.Score, a.Score)
	}
	return cmp.Or(
		cmp.Compare(a.Class, b.Class),
		cmp.Compare(a.Left, b.Left),
		cmp.Compare(a.Top, b.Top),
		cmp.Compare(a.Right, b.Right),
		cmp.Compare(a.Bottom, b.Bottom),
	)
}
