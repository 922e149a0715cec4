package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"blobsight/internal/imaging"
)

// TestNormalize: channels are planes, and each has its own mean and deviation.
func TestNormalize(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{R: 255, G: 0, B: 51, A: 255}), image.Point{}, draw.Src)
	recipe := imaging.Recipe{
		Width: 4, Height: 4, Fit: imaging.FitCenter,
		Mean: [3]float64{0.485, 0.456, 0.406}, Std: [3]float64{0.229, 0.224, 0.225},
	}
	got := recipe.Tensor(decoded(img, imaging.Upright))
	want := []float64{(1 - 0.485) / 0.229, (0 - 0.456) / 0.224, (0.2 - 0.406) / 0.225}
	for i, v := range got {
		if math.Abs(float64(v)-want[i/16]) > 1e-6 {
			t.Fatalf("value %d is %v, want %v", i, v, want[i/16])
		}
	}
}

func TestRecipeValidate(t *testing.T) {
	t.Parallel()
	good := plain(64, imaging.FitCenter)
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, r := range map[string]imaging.Recipe{
		"no size":      {Fit: good.Fit, Std: good.Std},
		"no fit":       {Width: 64, Height: 64, Std: good.Std},
		"no deviation": {Width: 64, Height: 64, Fit: good.Fit},
	} {
		if r.Validate() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
