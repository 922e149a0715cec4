package detection

// suppress is non-maximum suppression: it goes through the objects, which are
// sorted from the best to the worst, and keeps those which no better one of
// the same class overlaps by more than maxOverlap, at most the given number.
// The time is bounded by the product of the two numbers.
func suppress(sorted []Object, maxOverlap float64, most int) []Object {
	kept := make([]Object, 0, min(len(sorted), most))
	for _, o := range sorted {
		if len(kept) == most {
			break
		}
		if !covered(o, kept, maxOverlap) {
			kept = append(kept, o)
		}
	}
	return kept
}

// covered says whether one of the kept objects stands for this one too.
func covered(o Object, kept []Object, maxOverlap float64) bool {
	for _, k := range kept {
		if k.Class == o.Class && k.overlap(o) > maxOverlap {
			return true
		}
	}
	return false
}
