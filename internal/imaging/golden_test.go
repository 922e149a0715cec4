package imaging_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"os"
	"testing"

	"blobsight/internal/imaging"
)

// synthetic is the picture of testdata/golden.py.
func synthetic(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{
				R: uint8((x*x + y*y) / 8 % 256),
				G: uint8((x*3 ^ y*5) % 256),
				B: uint8((x/16 + y/16) % 2 * 255),
				A: 255,
			})
		}
	}
	return img
}

// plain is a recipe whose tensor holds the bytes themselves.
func plain(size int, fit imaging.Fit) imaging.Recipe {
	return imaging.Recipe{Width: size, Height: size, Fit: fit, Std: [3]float64{1. / 255, 1. / 255, 1. / 255}}
}

// levels brings the planes of a plain recipe back to interleaved bytes.
func levels(tensor []float32) []int {
	pixels := len(tensor) / 3
	rgb := make([]int, len(tensor))
	for c := range 3 {
		for i := range pixels {
			rgb[3*i+c] = int(tensor[c*pixels+i] + 0.5)
		}
	}
	return rgb
}

// decoded is a picture as Read gives it, without a file.
func decoded(img image.Image, o imaging.Orientation) *imaging.Picture {
	size := img.Bounds().Size()
	if o >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return &imaging.Picture{Width: size.X, Height: size.Y, Orientation: o, Image: img}
}

// difference gives the largest and the mean difference of two pictures.
func difference(t *testing.T, got, want []int) (worst int, mean float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	for i, v := range got {
		d := max(v-want[i], want[i]-v)
		worst = max(worst, d)
		mean += float64(d) / float64(len(got))
	}
	return worst, mean
}

// TestGolden compares with Pillow: equal but for single roundings where the
// picture is scaled in one go, and close where whole blocks are averaged first.
func TestGolden(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Cases []struct {
			Width, Height int
			Recipe        imaging.Recipe
			RGB           []byte
		}
	}
	if err := json.Unmarshal(file, &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		r := c.Recipe
		t.Run(fmt.Sprintf("%dx%d to %dx%d by %s%d %s", c.Width, c.Height, r.Width, r.Height, r.Fit, r.Shorter, r.Filter), func(t *testing.T) {
			t.Parallel()
			r.Std = plain(1, r.Fit).Std
			if err := r.Validate(); err != nil {
				t.Fatal(err)
			}
			want := make([]int, len(c.RGB))
			for i, v := range c.RGB {
				want[i] = int(v)
			}
			got := levels(r.Tensor(decoded(synthetic(c.Width, c.Height), imaging.Upright)))
			worst, mean := difference(t, got, want)
			t.Logf("largest difference %d, mean %.3f of 255", worst, mean)
			allowed, most := 1, 0.1 // one rounding, where Pillow mixes columns before rows
			if c.Width > 8*r.Width && c.Height > 8*r.Height {
				allowed, most = closeness(r.Filter)
			}
			if worst > allowed || mean > most {
				t.Errorf("largest difference %d and mean %.3f, want at most %d and %.1f", worst, mean, allowed, most)
			}
		})
	}
}

// closeness is how far, at most and on average, a result may be from Pillow's
// where whole blocks are averaged first.
func closeness(f imaging.Filter) (worst int, mean float64) {
	if f == "" {
		return 1, 0.5
	}
	return 2, 0.5
}
