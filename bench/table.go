package main

import (
	"fmt"
	"math"
)

const tableHead = "| What | How | Target | Measured: median (min-max) | Met |\n|---|---|---|---|---|\n"

// row is one line of the table.
type row struct {
	what, how string
	target    target
	unit      string // stands behind each number
	runs      series // one number for each run, or for each picture
	note      string // stands behind the measured figure, when set
	skipped   string // why nothing was measured, when set
}

// String writes the row as Markdown.
func (r row) String() string {
	measured, met := r.skipped, "not measured"
	if r.skipped == "" {
		measured = r.measured()
		met = r.target.judge(r.runs)
	}
	if r.note != "" {
		measured += "; " + r.note
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", r.what, r.how, r.target.text(r.unit), measured, met)
}

func (r row) measured() string {
	median := number(r.runs.median())
	if len(r.runs) == 1 {
		return fmt.Sprintf("%s %s", median, r.unit)
	}
	return fmt.Sprintf("%s %s (%s-%s, n=%d)", median, r.unit, number(r.runs.min()), number(r.runs.max()), len(r.runs))
}

// number has about three significant digits.
func number(x float64) string {
	switch {
	case x == math.Trunc(x):
		return fmt.Sprintf("%.0f", x)
	case x < 1:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	default:
		return fmt.Sprintf("%.0f", x)
	}
}

// target is what a figure should be. The zero target is none.
type target struct {
	limit   float64
	atLeast bool   // otherwise it should be below the limit
	words   string // in place of the limit and its unit, when set
}

func below(limit float64) target   { return target{limit: limit} }
func atLeast(limit float64) target { return target{limit: limit, atLeast: true} }

func (t target) text(unit string) string {
	switch {
	case t.words != "":
		return t.words
	case t.limit == 0:
		return "-"
	case t.atLeast:
		return fmt.Sprintf("at least %g %s", t.limit, unit)
	default:
		return fmt.Sprintf("below %g %s", t.limit, unit)
	}
}

// judge says whether the median meets the target, and whether every run did.
func (t target) judge(runs series) string {
	worst := runs.max()
	if t.atLeast {
		worst = runs.min()
	}
	switch {
	case t.limit == 0:
		return "-"
	case t.met(worst):
		return "yes"
	case t.met(runs.median()):
		return "yes, but not in every run"
	default:
		return "**no**"
	}
}

func (t target) met(x float64) bool {
	if t.atLeast {
		return x >= t.limit
	}
	return x < t.limit
}
