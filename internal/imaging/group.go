package imaging

import "math"

// group brings shades together into at most a dozen groups, by k-means in
// CIELAB. It starts from the most frequent shade and then from those that are
// the worst served so far, by pixels times squared distance: the same shades
// always give the same groups.
func group(shades []shade) []shade {
	const most, rounds = 12, 8
	centers := seeds(shades, most)
	var groups []shade
	for range rounds {
		groups = make([]shade, len(centers))
		for _, s := range shades {
			i := nearest(s.color, centers)
			groups[i] = groups[i].with(s)
		}
		moved := 0.0
		for i, g := range groups {
			if g.pixels > 0 {
				moved = max(moved, g.color.squared(centers[i]))
				centers[i] = g.color
			}
		}
		if moved < 0.01 {
			break
		}
	}
	return groups
}

// seeds chooses the colors to start from: no more than needed for every shade
// to have one that looks like it.
func seeds(shades []shade, most int) []cielab {
	var centers []cielab
	distances := make([]float64, len(shades)) // squared, to the nearest center
	for i := range distances {
		distances[i] = math.Inf(1)
	}
	next := 0
	for i, s := range shades {
		if s.pixels > shades[next].pixels {
			next = i
		}
	}
	for len(centers) < most {
		center := shades[next].color
		centers = append(centers, center)
		worst := 0.0
		for i, s := range shades {
			distances[i] = min(distances[i], s.color.squared(center))
			if miss := distances[i] * float64(s.pixels); distances[i] > alike*alike/4 && miss > worst {
				worst, next = miss, i
			}
		}
		if worst == 0 {
			break
		}
	}
	return centers
}

// nearest gives the index of the center that a color is closest to, the first
// of several.
func nearest(c cielab, centers []cielab) int {
	best, least := 0, math.Inf(1)
	for i, center := range centers {
		if d := c.squared(center); d < least {
			best, least = i, d
		}
	}
	return best
}

// merge makes one of groups that look alike, the closest two first, and drops
// empty ones.
func merge(groups []shade) []shade {
	var kept []shade
	for _, g := range groups {
		if g.pixels > 0 {
			kept = append(kept, g)
		}
	}
	for {
		first, second, least := 0, 0, alike*alike
		for i, g := range kept {
			for j, h := range kept[:i] {
				if d := g.color.squared(h.color); d < least {
					first, second, least = j, i, d
				}
			}
		}
		if first == second {
			return kept
		}
		kept[first] = kept[first].with(kept[second])
		kept = append(kept[:second], kept[second+1:]...)
	}
}
