package detection

import (
	"errors"
	"fmt"
	"slices"
)

// Head is a family of detectors whose outputs are read in the same way.
type Head string

// The heads that are known.
const (
	HeadYOLOX   Head = "yolox"
	HeadNanoDet Head = "nanodet"
)

// Heads lists the heads that are known.
func Heads() []Head { return []Head{HeadNanoDet, HeadYOLOX} }

// Config describes a detector and what is wanted of it. All fields are
// required.
type Config struct {
	Head          Head
	Width, Height int     // of the input, in pixels; multiples of every stride
	Classes       int     // how many there are
	Strides       []int   // pixels of the input between two cells of each grid, in the order of the outputs: usually 8, 16, 32
	MinScore      float64 // what is less sure is left out: more than 0, at most 1
	MaxOverlap    float64 // of two boxes of one class, as a share of the area of both: more than 0, at most 1
	MaxObjects    int     // in one picture, the best ones: 1 to 1,000
}

// Validate names every mistake, or returns nil.
func (c Config) Validate() error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !slices.Contains(Heads(), c.Head) {
		wrong("head %q must be one of %q", c.Head, Heads())
	}
	if c.Width < 1 || c.Height < 1 {
		wrong("input of %dx%d pixels: width and height must be 1 or more", c.Width, c.Height)
	}
	if c.Classes < 1 {
		wrong("classes %d must be 1 or more", c.Classes)
	}
	if len(c.Strides) == 0 {
		wrong("strides are missing: most detectors have 8, 16, 32")
	}
	for _, s := range c.Strides {
		if s < 1 || c.Width%s != 0 || c.Height%s != 0 {
			wrong("stride %d must be 1 or more and divide the input of %dx%d pixels", s, c.Width, c.Height)
		}
	}
	if !(c.MinScore > 0 && c.MinScore <= 1) {
		wrong("min score %v must be more than 0 and at most 1", c.MinScore)
	}
	if !(c.MaxOverlap > 0 && c.MaxOverlap <= 1) {
		wrong("max overlap %v must be more than 0 and at most 1", c.MaxOverlap)
	}
	if c.MaxObjects < 1 || c.MaxObjects > maxCandidates {
		wrong("max objects %d must be from 1 to %d", c.MaxObjects, maxCandidates)
	}
	return errors.Join(errs...)
}
