package imaging_test

import (
	"image/color"
	"math"
	"testing"

	"blobsight/internal/imaging"
)

// TestNormalize: each channel has its own mean and deviation, and lies where
// the model wants it.
func TestNormalize(t *testing.T) {
	t.Parallel()
	p := decoded(filled(20, 30, color.NRGBA{R: 255, G: 0, B: 51, A: 255}), imaging.Upright)
	recipe := imaging.Recipe{
		Width: 3, Height: 4, Fit: imaging.FitCenter,
		Mean: [3]float64{0.485, 0.456, 0.406}, Std: [3]float64{0.229, 0.224, 0.225},
	}
	rgb := [3]float64{(1 - 0.485) / 0.229, (0 - 0.456) / 0.224, (0.2 - 0.406) / 0.225}
	bgr := [3]float64{(0.2 - 0.485) / 0.229, (0 - 0.456) / 0.224, (1 - 0.406) / 0.225}
	for channels, want := range map[imaging.Channels][3]float64{"": rgb, imaging.ChannelsRGB: rgb, imaging.ChannelsBGR: bgr} {
		for _, layout := range []imaging.Layout{"", imaging.LayoutNCHW, imaging.LayoutNHWC} {
			recipe.Channels, recipe.Layout = channels, layout
			got := recipe.Tensor(p)
			if len(got) != 3*3*4 {
				t.Fatalf("%d values", len(got))
			}
			for i, v := range got {
				c := i / 12
				if layout == imaging.LayoutNHWC {
					c = i % 3
				}
				if math.Abs(float64(v)-want[c]) > 1e-6 {
					t.Fatalf("%q, %q: value %d is %v, want %v", channels, layout, i, v, want[c])
				}
			}
		}
	}
}
