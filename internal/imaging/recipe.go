package imaging

import (
	"fmt"
	"image"
)

// Fit says how a picture of any shape becomes a square.
type Fit string

// The ways to fit.
const (
	// FitCenter scales the shorter side to the size and takes the center.
	FitCenter Fit = "center"
	// FitSqueeze scales each side to the size: all of the picture, distorted.
	FitSqueeze Fit = "squeeze"
)

// Recipe says how a model wants its pictures. It must be the one that the
// model was trained and measured with.
type Recipe struct {
	Size int // side of the square, in pixels
	Fit  Fit
	Mean [3]float64 // red, green, blue, of values from 0 to 1
	Std  [3]float64
}

// Validate says what is wrong with a recipe.
func (r Recipe) Validate() error {
	if r.Size < 1 || r.Size > 4096 {
		return fmt.Errorf("imaging: recipe size %d is not within 1 to 4096", r.Size)
	}
	if r.Fit != FitCenter && r.Fit != FitSqueeze {
		return fmt.Errorf("imaging: recipe fit %q is neither %q nor %q", r.Fit, FitCenter, FitSqueeze)
	}
	for _, std := range r.Std {
		if std <= 0 {
			return fmt.Errorf("imaging: recipe deviations %v must be more than 0", r.Std)
		}
	}
	return nil
}

// Tensor gives the picture as the model reads it: float32 [1, 3, Size, Size]
// (batch, channel, row, column), upright. The recipe must be valid and the
// picture decoded.
func (r Recipe) Tensor(p *Picture) []float32 {
	w := r.crop(image.Pt(p.Width, p.Height), p.Orientation)
	small := shrink(reduce(p.Image, w.scaled).within(p.Image, p.extent), w)
	p.profile.toSRGB(small)
	return r.normalize(turn(small, r.Size, p.Orientation))
}
