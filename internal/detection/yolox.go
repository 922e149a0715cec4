package detection

import (
	"fmt"
	"math"
)

// yoloxBox is how many values of a cell stand before those of the classes:
// center, size and objectness.
const yoloxBox = 5

// yolox is the head of YOLOX (Ge et al. 2021, arXiv:2107.08430) as its ONNX
// files have it: one output [1, cells, 5+classes], the cells of all strides one
// after the other. A row holds the center as an offset from the cell's corner
// in strides, the logarithm of width and height in strides, how sure it is that
// there is a thing at all, and how sure it is of each class if there is one;
// these last have gone through the sigmoid.
type yolox struct {
	grids   []grid
	classes int
}

func (y yolox) check(outputs [][]float32) error {
	cells := 0
	for _, g := range y.grids {
		cells += g.cells()
	}
	if len(outputs) != 1 {
		return fmt.Errorf("%d outputs: yolox has one, [1, %d, %d]", len(outputs), cells, yoloxBox+y.classes)
	}
	if n := cells * (yoloxBox + y.classes); len(outputs[0]) != n {
		return fmt.Errorf("an output of %d values: yolox with %d classes on this input has [1, %d, %d], %d values",
			len(outputs[0]), y.classes, cells, yoloxBox+y.classes, n)
	}
	return nil
}

func (y yolox) read(outputs [][]float32, found *candidates) error {
	rest, size := outputs[0], yoloxBox+y.classes
	for _, g := range y.grids {
		for cell := range g.cells() {
			row := rest[cell*size : (cell+1)*size]
			if float64(row[4]) < found.floor { // a class can only lower it
				continue
			}
			if err := y.readCell(g, cell, row, found); err != nil {
				return err
			}
		}
		rest = rest[g.cells()*size:]
	}
	return nil
}

// readCell offers the classes of one cell.
func (y yolox) readCell(g grid, cell int, row []float32, found *candidates) error {
	if err := score(row[4]); err != nil {
		return err
	}
	box := y.box(g, cell, row)
	for class, v := range row[yoloxBox:] {
		box.Class, box.Score = class, float64(row[4])*float64(v)
		if box.Score < found.floor {
			continue
		}
		if err := score(v); err != nil {
			return err
		}
		found.add(box)
	}
	return nil
}

// box gives the place of one cell's object. Sizes beyond all bounds become
// infinite, and are clipped later.
func (y yolox) box(g grid, cell int, row []float32) Object {
	column, line := g.at(cell)
	x, y0 := (float64(row[0])+column)*g.stride, (float64(row[1])+line)*g.stride
	w, h := math.Exp(float64(row[2]))*g.stride/2, math.Exp(float64(row[3]))*g.stride/2
	return Object{Left: x - w, Top: y0 - h, Right: x + w, Bottom: y0 + h}
}
