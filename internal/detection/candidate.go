package detection

import (
	"fmt"
	"slices"
)

// maxCandidates is how many objects of a picture are compared with one
// another. Real pictures give less than a hundred; the bound keeps a broken
// model, for which every cell holds every class, from costing seconds.
const maxCandidates = 1000

// scoreSlack is how much a score may be above 1: quantized networks miss it by
// a little.
const scoreSlack = 0.01

// candidates collects objects before suppression and keeps the best.
type candidates struct {
	width, height float64
	floor         float64 // what scores less is left out; rises once there are too many
	worst         *Object // what ranks behind it is left out; nil as long as there is room
	list          []Object
}

func newCandidates(c Config) *candidates {
	return &candidates{width: float64(c.Width), height: float64(c.Height), floor: c.MinScore}
}

// add takes an object in, clipped to the input, unless it scores too little or
// nothing of it is left.
func (c *candidates) add(o Object) {
	o = o.clip(c.width, c.height)
	if o.Score = min(o.Score, 1); o.Score < c.floor || o.area() <= 0 {
		return
	}
	if c.worst != nil && byRank(o, *c.worst) > 0 {
		return
	}
	if c.list = append(c.list, o); len(c.list) >= 4*maxCandidates {
		c.shorten()
	}
}

// shorten keeps the best maxCandidates; what is worse than the last of them
// cannot get in any more.
func (c *candidates) shorten() {
	slices.SortFunc(c.list, byRank)
	if len(c.list) < maxCandidates {
		return
	}
	c.list = c.list[:maxCandidates]
	worst := c.list[maxCandidates-1]
	c.floor, c.worst = worst.Score, &worst
}

// best returns what was kept, best first.
func (c *candidates) best() []Object {
	c.shorten()
	return c.list
}

// score checks that a value is a score, which it is not where the last step of
// a network, the sigmoid, was cut off.
func score(v float32) error {
	if v < 0 || v > 1+scoreSlack {
		return fmt.Errorf("the model gave a score of %v, which must be from 0 to 1: its outputs are in another order, or go without the sigmoid", v)
	}
	return nil
}
