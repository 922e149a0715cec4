package detection

// grid is the cells that a detector looks at with one stride, row by row.
type grid struct {
	stride        float64
	columns, rows int
}

// grids gives the grid of every stride.
func grids(c Config) []grid {
	list := make([]grid, len(c.Strides))
	for i, s := range c.Strides {
		list[i] = grid{stride: float64(s), columns: c.Width / s, rows: c.Height / s}
	}
	return list
}

// cells is how many there are.
func (g grid) cells() int { return g.columns * g.rows }

// at gives the column and the row of a cell.
func (g grid) at(cell int) (column, row float64) {
	return float64(cell % g.columns), float64(cell / g.columns)
}
