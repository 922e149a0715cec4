package imaging_test

import (
	"testing"

	"blobsight/internal/imaging"
)

// TestTurn: without a lossy format in between, all orientations agree to one
// level, also where the cut-out cannot lie exactly in the middle.
func TestTurn(t *testing.T) {
	t.Parallel()
	upright := synthetic(91, 40)
	for _, fit := range []imaging.Fit{imaging.FitCenter, imaging.FitSqueeze} {
		recipe := plain(17, fit)
		want := levels(recipe.Tensor(decoded(upright, imaging.Upright)))
		for o := imaging.Orientation(2); o <= 8; o++ {
			got := levels(recipe.Tensor(decoded(stored(upright, o), o)))
			if worst, mean := difference(t, got, want); worst > 1 || mean > 0.1 {
				t.Errorf("%s, orientation %d: largest difference %d, mean %.3f, want at most 1 and 0.1", fit, o, worst, mean)
			}
		}
	}
}
