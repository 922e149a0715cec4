package detection

import (
	"fmt"
	"math"
)

// nanodet is the head of NanoDet, which is that of generalized focal loss (Li
// et al. 2020, arXiv:2006.04388). For each stride it has an output of class
// scores [1, cells, classes], which have gone through the sigmoid, and one of
// distances [1, cells, 4*bins]: how far the box reaches from the middle of the
// cell to the left, up, right and down. Each distance is a softmax over the
// bins 0, 1, 2, … strides; its mean is meant. The outputs are wanted in this
// order: the scores of all strides, then the distances of all strides.
type nanodet struct {
	grids   []grid
	classes int
}

func (n nanodet) check(outputs [][]float32) error {
	if len(outputs) != 2*len(n.grids) {
		return fmt.Errorf("%d outputs: nanodet with %d strides has %d, the class scores of each stride, then the distances of each",
			len(outputs), len(n.grids), 2*len(n.grids))
	}
	bins := len(outputs[len(n.grids)]) / (4 * n.grids[0].cells())
	for i, g := range n.grids {
		if got := len(outputs[i]); got != g.cells()*n.classes {
			return fmt.Errorf("output %d has %d values: nanodet with %d classes has the scores [1, %d, %d] of stride %v there",
				i+1, got, n.classes, g.cells(), n.classes, g.stride)
		}
		if got := len(outputs[len(n.grids)+i]); bins < 2 || got != g.cells()*4*bins {
			return fmt.Errorf("output %d has %d values: nanodet has the distances [1, %d, 4*bins] of stride %v there, with 2 bins or more, as many for each stride",
				len(n.grids)+i+1, got, g.cells(), g.stride)
		}
	}
	return nil
}

func (n nanodet) read(outputs [][]float32, found *candidates) error {
	for i, g := range n.grids {
		scores, distances := outputs[i], outputs[len(n.grids)+i]
		size := len(distances) / g.cells()
		for cell := range g.cells() {
			row := scores[cell*n.classes : (cell+1)*n.classes]
			if err := n.readCell(g, cell, row, distances[cell*size:(cell+1)*size], found); err != nil {
				return err
			}
		}
	}
	return nil
}

// readCell offers the classes of one cell. Its box is worked out when the
// first of them scores enough, which is rare.
func (n nanodet) readCell(g grid, cell int, scores, distances []float32, found *candidates) error {
	var box Object
	floor, known := found.floor, false // the loop is the costly one: a local floor halves it
	for class, v := range scores {
		if float64(v) < floor {
			continue
		}
		if err := score(v); err != nil {
			return err
		}
		if !known {
			box, known = n.box(g, cell, distances), true
		}
		box.Class, box.Score = class, float64(v)
		found.add(box)
	}
	return nil
}

// box gives the place of one cell's object.
func (n nanodet) box(g grid, cell int, distances []float32) Object {
	column, row := g.at(cell)
	x, y := (column+0.5)*g.stride, (row+0.5)*g.stride
	bins := len(distances) / 4
	var reach [4]float64
	for i := range reach {
		reach[i] = mean(distances[i*bins:(i+1)*bins]) * g.stride
	}
	return Object{Left: x - reach[0], Top: y - reach[1], Right: x + reach[2], Bottom: y + reach[3]}
}

// mean is that of the bins 0, 1, 2, …, weighted by the softmax of the logits.
func mean(logits []float32) float64 {
	top := logits[0]
	for _, v := range logits {
		top = max(top, v)
	}
	sum, weighted := 0.0, 0.0
	for bin, v := range logits {
		weight := math.Exp(float64(v) - float64(top))
		sum += weight
		weighted += weight * float64(bin)
	}
	return weighted / sum
}
