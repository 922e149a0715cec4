package imaging_test

import (
	"encoding/hex"
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

// TestGolden compares with Pillow: equal where the picture is scaled in one
// go, and within one level of 255 where whole blocks are averaged first.
func TestGolden(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Cases []struct {
			Width, Height, Size int
			Fit                 imaging.Fit
			RGB                 string
		}
	}
	if err := json.Unmarshal(file, &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		t.Run(fmt.Sprintf("%dx%d to %d by %s", c.Width, c.Height, c.Size, c.Fit), func(t *testing.T) {
			t.Parallel()
			pix, err := hex.DecodeString(c.RGB)
			if err != nil {
				t.Fatal(err)
			}
			want := make([]int, len(pix))
			for i, v := range pix {
				want[i] = int(v)
			}
			got := levels(plain(c.Size, c.Fit).Tensor(decoded(synthetic(c.Width, c.Height), imaging.Upright)))
			worst, mean := difference(t, got, want)
			t.Logf("largest difference %d, mean %.3f of 255", worst, mean)
			allowed := 0.1 // one rounding, where Pillow mixes columns before rows
			if min(c.Width, c.Height) >= 8*c.Size {
				allowed = 0.5 // reduced first
			}
			if worst > 1 || mean > allowed {
				t.Errorf("largest difference %d and mean %.3f, want at most 1 and %.1f", worst, mean, allowed)
			}
		})
	}
}
