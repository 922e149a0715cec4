package app_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"blobsight"
)

// TestRealRegions: in a photograph of a zebra on grass, the animal has the contrast
// and the black, and around it all is green; the whole lies between.
func TestRealRegions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(besides(t, "images/coco"), "000000000034.jpg")
	rec := open(t, "none", "yolox_nano_416")
	const most = 4
	got, err := rec.Recognize(t.Context(), blobsight.Picture{
		Open: func(context.Context) (io.ReadCloser, error) { return os.Open(path) },
	}, blobsight.RecognizeOptions{MinConfidence: 50, MaxLabels: 200, Properties: true, Regions: true, MaxColors: most})
	if err != nil {
		t.Fatal(err)
	}
	whole := got.Image.Properties
	front, back := whole.Foreground, whole.Background
	if front == nil || back == nil {
		t.Fatalf("foreground %v, background %v, want both", front, back)
	}
	t.Logf("whole %+v\nforeground %+v\nbackground %+v", *whole, *front, *back)
	if !(front.Contrast > whole.Contrast && whole.Contrast > back.Contrast) {
		t.Errorf("contrast %v, of the foreground %v, of the background %v", whole.Contrast, front.Contrast, back.Contrast)
	}
	if most := back.DominantColors[0]; most.SimplifiedColor != "green" || most.PixelPercent < 40 {
		t.Errorf("the background is mostly %+v, want green", most)
	}
	if most := front.DominantColors[0]; most.SimplifiedColor != "black" {
		t.Errorf("the foreground is mostly %+v, want black", most)
	}
	instances := 0
	for _, l := range got.Labels {
		for _, i := range l.Instances {
			instances++
			if n := len(i.DominantColors); n == 0 || n > most {
				t.Errorf("%s: an instance has %d colors, want 1 to %d", l.Name, n, most)
			}
		}
	}
	if instances == 0 {
		t.Error("no instances")
	}
}
