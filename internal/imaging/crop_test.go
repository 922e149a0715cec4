package imaging_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"blobsight/internal/imaging"
)

// TestCrop: a picture of three stripes; the center shows the middle one only,
// squeezed all three are there.
func TestCrop(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 300, 100))
	for i, c := range []color.NRGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}} {
		draw.Draw(img, image.Rect(100*i, 0, 100*i+100, 100), image.NewUniform(c), image.Point{}, draw.Src)
	}
	center := levels(plain(20, imaging.FitCenter).Tensor(decoded(img, imaging.Upright)))
	for x := 1; x < 19; x++ {
		if got := [3]int(center[3*x : 3*x+3]); got != [3]int{0, 255, 0} {
			t.Errorf("center, column %d: %v, want green", x, got)
		}
	}
	squeezed := levels(plain(20, imaging.FitSqueeze).Tensor(decoded(img, imaging.Upright)))
	for x, want := range map[int][3]int{1: {255, 0, 0}, 10: {0, 255, 0}, 18: {0, 0, 255}} {
		if got := [3]int(squeezed[3*x : 3*x+3]); got != want {
			t.Errorf("squeezed, column %d: %v, want %v", x, got, want)
		}
	}
}

// TestPlace: where pictures lie, by hand.
func TestPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		recipe        imaging.Recipe
		width, height int
		want          imaging.Placement
	}{
		"squeezed":          {imaging.Recipe{Width: 300, Height: 200, Fit: imaging.FitSqueeze}, 640, 480, imaging.Placement{Width: 300, Height: 200}},
		"wide, center":      {imaging.Recipe{Width: 224, Height: 224, Fit: imaging.FitCenter}, 640, 480, imaging.Placement{Left: -37, Width: 299, Height: 224}},
		"tall, center":      {imaging.Recipe{Width: 224, Height: 224, Fit: imaging.FitCenter}, 480, 640, imaging.Placement{Top: -37, Width: 224, Height: 299}},
		"shorter, wide":     {imaging.Recipe{Width: 224, Height: 224, Fit: imaging.FitCenter, Shorter: 256}, 640, 480, imaging.Placement{Left: -58, Top: -16, Width: 341, Height: 256}},
		"shorter, tall":     {imaging.Recipe{Width: 224, Height: 192, Fit: imaging.FitCenter, Shorter: 256}, 427, 640, imaging.Placement{Left: -16, Top: -96, Width: 256, Height: 383}},
		"shorter, odd half": {imaging.Recipe{Width: 224, Height: 224, Fit: imaging.FitCenter, Shorter: 225}, 225, 227, imaging.Placement{Left: 0, Top: -2, Width: 225, Height: 227}},
		"letterbox, wide":   {imaging.Recipe{Width: 416, Height: 416, Fit: imaging.FitLetterbox}, 640, 427, imaging.Placement{Width: 416, Height: 277}},
		"letterbox, tall":   {imaging.Recipe{Width: 416, Height: 416, Fit: imaging.FitLetterbox}, 427, 640, imaging.Placement{Width: 277, Height: 416}},
		"letterbox, exact":  {imaging.Recipe{Width: 416, Height: 208, Fit: imaging.FitLetterbox}, 1248, 624, imaging.Placement{Width: 416, Height: 208}},
		"letterbox, center": {imaging.Recipe{Width: 416, Height: 416, Fit: imaging.FitLetterbox, Anchor: imaging.AnchorCenter}, 640, 427, imaging.Placement{Top: 69, Width: 416, Height: 277}},
		"letterbox, enlarged": {
			imaging.Recipe{Width: 320, Height: 320, Fit: imaging.FitLetterbox, Anchor: imaging.AnchorCenter},
			32, 16,
			imaging.Placement{Top: 80, Width: 320, Height: 160},
		},
		"letterbox, a line": {imaging.Recipe{Width: 100, Height: 100, Fit: imaging.FitLetterbox}, 16, 30000, imaging.Placement{Width: 1, Height: 100}},
	} {
		got := c.recipe.Place(c.width, c.height)
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		if size := c.recipe.Needs(c.width, c.height); size != image.Pt(int(got.Width), int(got.Height)) {
			t.Errorf("%s: needs %v, but lies on %+v", name, size, got)
		}
	}
}

// TestPlaceIsWhereItLies: a mark on the picture is found where Place says, in
// every fit and orientation.
func TestPlaceIsWhereItLies(t *testing.T) {
	t.Parallel()
	img := filled(300, 200, color.Black)
	mark := image.Rect(120, 60, 180, 120)
	draw.Draw(img, mark, image.NewUniform(color.White), image.Point{}, draw.Src)
	for o := imaging.Upright; o <= 8; o++ {
		p := decoded(stored(img, o), o)
		for _, r := range shapes() {
			got, place := levels(r.Tensor(p)), r.Place(300, 200)
			x0, x1 := place.Left+120*place.Width/300, place.Left+180*place.Width/300
			y0, y1 := place.Top+60*place.Height/200, place.Top+120*place.Height/200
			for i := range r.Width * r.Height {
				x, y := float64(i%r.Width)+0.5, float64(i/r.Width)+0.5
				inside := x > x0+1 && x < x1-1 && y > y0+1 && y < y1-1
				outside := x < x0-1 || x > x1+1 || y < y0-1 || y > y1+1
				if (inside && got[3*i] < 200) || (outside && got[3*i] > 50) {
					t.Fatalf("%+v, orientation %d: (%g, %g) is %d", r, o, x, y, got[3*i])
				}
			}
		}
	}
}
