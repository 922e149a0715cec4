package main

import (
	"math"
	"slices"
	"time"
)

// series is numbers of one kind, in the order in which they were measured.
type series []float64

// percentile is the smallest number that p percent of the series do not exceed
// (nearest rank): it was measured, never interpolated. NaN for an empty series.
func (s series) percentile(p float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	rank := int(math.Ceil(p / 100 * float64(len(s))))
	return sorted[min(max(rank, 1), len(s))-1]
}

func (s series) median() float64 { return s.percentile(50) }
func (s series) min() float64    { return s.percentile(0) }
func (s series) max() float64    { return s.percentile(100) }

// milliseconds is how durations are kept in a series.
func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
