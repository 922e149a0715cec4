package imaging_test

import (
	"image"
	"testing"

	"blobsight/internal/imaging"
)

// agree fails unless every orientation of a picture gives, by every recipe,
// nearly what the upright one gives.
func agree(t *testing.T, upright *image.NRGBA, recipes []imaging.Recipe, worst int, mean float64) {
	t.Helper()
	want := map[imaging.Recipe][]int{}
	for o := imaging.Upright; o <= 8; o++ {
		p := decoded(stored(upright, o), o)
		for _, recipe := range recipes {
			got := levels(recipe.Tensor(p))
			if o == imaging.Upright {
				want[recipe] = got
			}
			if w, m := difference(t, got, want[recipe]); w > worst || m > mean {
				t.Errorf("%v by %+v, orientation %d: largest difference %d, mean %.3f, want at most %d and %.1f",
					upright.Rect.Max, recipe, o, w, m, worst, mean)
			}
		}
	}
}

// TestTurn: without a lossy format in between, all orientations agree to one
// level, also where the cut-out cannot lie exactly in the middle.
func TestTurn(t *testing.T) {
	t.Parallel()
	recipes := append(shapes(), plain(17, imaging.FitCenter), plain(17, imaging.FitSqueeze))
	for _, size := range []image.Point{{X: 91, Y: 40}, {X: 41, Y: 62}, {X: 15, Y: 20}} {
		agree(t, synthetic(size.X, size.Y), recipes, 1, 0.1)
	}
}

// TestTurnReduced: where blocks are averaged first, those of a mirrored picture
// start from its other end and mix other pixels. That shows in patterns as fine
// as these, not in photographs.
func TestTurnReduced(t *testing.T) {
	t.Parallel()
	agree(t, synthetic(601, 443), shapes(), 12, 1)
	agree(t, smooth(601, 443), shapes(), 2, 0.5)
}
