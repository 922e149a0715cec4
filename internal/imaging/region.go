package imaging

import (
	"cmp"
	"image"
	"math"
	"slices"

	"blobsight"
)

// region is some of the pixels of a thumbnail: for each row the runs of them,
// from left to right, with a gap between any two.
type region [][]run

// run is pixels side by side, from a column to before another.
type run struct{ from, to int }

// whole is all pixels.
func whole(size image.Point) region {
	return slices.Repeat(region{{{0, size.X}}}, size.Y)
}

// union is the pixels that lie in one of the boxes at least. No box is so small
// that none does.
func (t *Thumbnail) union(boxes []blobsight.Box) region {
	rects := make([]image.Rectangle, 0, len(boxes))
	for _, b := range boxes {
		rects = append(rects, t.covered(b))
	}
	slices.SortFunc(rects, func(a, b image.Rectangle) int { return cmp.Compare(a.Min.X, b.Min.X) })
	r := make(region, t.size.Y)
	for _, rect := range rects {
		for y := rect.Min.Y; y < rect.Max.Y; y++ {
			if last := len(r[y]) - 1; last >= 0 && rect.Min.X <= r[y][last].to {
				r[y][last].to = max(r[y][last].to, rect.Max.X)
			} else {
				r[y] = append(r[y], run{rect.Min.X, rect.Max.X})
			}
		}
	}
	return r
}

// complement is the pixels of rows of that width that are not in the region.
func (r region) complement(width int) region {
	rest := make(region, len(r))
	for y, row := range r {
		from := 0
		for _, in := range row {
			if from < in.from {
				rest[y] = append(rest[y], run{from, in.from})
			}
			from = in.to
		}
		if from < width {
			rest[y] = append(rest[y], run{from, width})
		}
	}
	return rest
}

// common appends the runs of columns that two rows have in common.
func common(out, a, b []run) []run {
	for len(a) > 0 && len(b) > 0 {
		if both := (run{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); both.from < both.to {
			out = append(out, both)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

// pick gives the values of a region's pixels, so many of each, out of those of
// rows of that width.
func pick[T any](values []T, each, width int, r region) []T {
	pixels := 0
	for _, row := range r {
		for _, in := range row {
			pixels += in.to - in.from
		}
	}
	out := make([]T, 0, each*pixels)
	for y, row := range r {
		for _, in := range row {
			out = append(out, values[each*(y*width+in.from):each*(y*width+in.to)]...)
		}
	}
	return out
}

// covered gives the pixels whose middle lies in a box, or else the one that is
// nearest to the middle of the box.
func (t *Thumbnail) covered(b blobsight.Box) image.Rectangle {
	left, right := between(b.Left, b.Width, t.size.X)
	top, bottom := between(b.Top, b.Height, t.size.Y)
	return image.Rect(left, top, right, bottom)
}

// between is covered along one side of n pixels.
func between(start, length float64, n int) (from, to int) {
	pixels := float64(n)
	first := func(edge float64) int { return min(max(int(math.Ceil(edge*pixels-0.5)), 0), n) }
	if from, to = first(start), first(start+length); from < to {
		return from, to
	}
	from = min(max(int((start+length/2)*pixels), 0), n-1)
	return from, from + 1
}
