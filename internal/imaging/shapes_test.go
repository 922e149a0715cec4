package imaging_test

import "blobsight/internal/imaging"

// shapes are plain recipes of all fits, on inputs that are no squares, with
// all filters.
func shapes() []imaging.Recipe {
	var recipes []imaging.Recipe
	for _, filter := range []imaging.Filter{"", imaging.FilterBicubic, imaging.FilterLanczos} {
		for _, r := range []imaging.Recipe{
			{Width: 40, Height: 23, Fit: imaging.FitSqueeze},
			{Width: 40, Height: 23, Fit: imaging.FitCenter},
			{Width: 23, Height: 40, Fit: imaging.FitCenter},
			{Width: 30, Height: 26, Fit: imaging.FitCenter, Shorter: 33},
			{Width: 30, Height: 33, Fit: imaging.FitLetterbox, Pad: 17},
			{Width: 40, Height: 21, Fit: imaging.FitLetterbox, Anchor: imaging.AnchorCenter},
		} {
			r.Filter, r.Std = filter, plain(1, r.Fit).Std
			recipes = append(recipes, r)
		}
	}
	return recipes
}
