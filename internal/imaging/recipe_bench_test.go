package imaging_test

import (
	"image"
	"testing"

	"blobsight/internal/imaging"
)

// recipes are those of well-known models.
func recipes() map[string]imaging.Recipe {
	std := [3]float64{0.229, 0.224, 0.225}
	return map[string]imaging.Recipe{
		"center-64":          {Width: 64, Height: 64, Fit: imaging.FitCenter, Std: std},
		"shorter-256-to-224": {Width: 224, Height: 224, Fit: imaging.FitCenter, Shorter: 256, Std: std},
		"bicubic-224":        {Width: 224, Height: 224, Fit: imaging.FitCenter, Shorter: 256, Filter: imaging.FilterBicubic, Std: std},
		"lanczos-224":        {Width: 224, Height: 224, Fit: imaging.FitCenter, Filter: imaging.FilterLanczos, Std: std},
		"letterbox-416":      {Width: 416, Height: 416, Fit: imaging.FitLetterbox, Pad: 114, Std: std},
	}
}

// BenchmarkRecipes is a decoded camera picture to a tensor.
func BenchmarkRecipes(b *testing.B) {
	p := decoded(waves(4000, 3000, image.YCbCrSubsampleRatio420), imaging.Upright)
	for name, recipe := range recipes() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				recipe.Tensor(p)
			}
		})
	}
}

// BenchmarkCameraToTensor is all of it: a JPEG of 12 megapixels to a tensor.
func BenchmarkCameraToTensor(b *testing.B) {
	file := camera(b)
	for _, name := range []string{"shorter-256-to-224", "letterbox-416"} {
		recipe := recipes()[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := read(file)
				if err != nil {
					b.Fatal(err)
				}
				recipe.Tensor(p)
			}
		})
	}
}
