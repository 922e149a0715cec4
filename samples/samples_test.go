// Package samples_test checks that the pictures in this folder are the ones that the program beside them draws.
package samples_test

import (
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/bep/imagemeta"
	"github.com/google/go-cmp/cmp"

	"blobsight/samples/scene"
)

// TestFilesAreDrawn keeps the files from drifting away from the code. Both are compared after decoding, and loosely,
// because encoders change between Go versions and processors round differently: the same pixels written by libjpeg-turbo
// instead of Go come out up to 0.36 of 255 apart on average, and nowhere clearly.
func TestFilesAreDrawn(t *testing.T) {
	t.Parallel()
	for _, p := range scene.All() {
		t.Run(p.File, func(t *testing.T) {
			t.Parallel()
			kept, err := os.ReadFile(p.File)
			if err != nil {
				t.Fatal(err)
			}
			var drawn bytes.Buffer
			if err := p.Encode(&drawn); err != nil {
				t.Fatal(err)
			}
			mean, share := difference(t, decode(t, kept), decode(t, drawn.Bytes()))
			if mean > 0.5 || share > 0.0005 {
				t.Errorf("differs from what is drawn: by %.2f of 255 on average, and clearly in %.2f %% of the pixels; "+
					"run: go run ./samples/draw", mean, share*100)
			}
		})
	}
}

// TestNoOtherPictures: a picture that the program does not draw must not be shipped.
func TestNoOtherPictures(t *testing.T) {
	t.Parallel()
	var want, got []string
	for _, p := range scene.All() {
		want = append(want, p.File)
	}
	for _, pattern := range []string{"*.jp*g", "*.png", "*.gif", "*.webp"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, found...)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pictures (-drawn +found):\n%s", diff)
	}
}

// TestSizes keeps the repository small: 150 KB a picture, 600 KB together.
func TestSizes(t *testing.T) {
	t.Parallel()
	var total int64
	for _, p := range scene.All() {
		info, err := os.Stat(p.File)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 150_000 {
			t.Errorf("%s: %d bytes", p.File, info.Size())
		}
		total += info.Size()
	}
	if total > 600_000 {
		t.Errorf("all pictures: %d bytes", total)
	}
}

// TestTurnedPicture: another reader of EXIF finds the tag, the plain copy has none, and following it gives the plain copy.
func TestTurnedPicture(t *testing.T) {
	t.Parallel()
	plain, err := os.ReadFile("school-bus.jpg")
	if err != nil {
		t.Fatal(err)
	}
	turned, err := os.ReadFile("school-bus-rotated.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if got := orientation(t, plain); got != 0 {
		t.Errorf("plain copy: orientation %d, want none", got)
	}
	if got := orientation(t, turned); got != 6 {
		t.Errorf("turned copy: orientation %d, want 6", got)
	}
	mean, share := difference(t, decode(t, plain), turnedRight(decode(t, turned)))
	if mean > 2 || share > 0.01 { // the two were compressed lying differently
		t.Errorf("upright copies differ by %.2f on average, clearly in %.2f %%", mean, share*100)
	}
}

func decode(t *testing.T, file []byte) image.Image {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// difference is the mean distance of the color values, from 0 to 255, and the share of pixels more than 24 apart in some color.
func difference(t *testing.T, a, b image.Image) (mean, share float64) {
	t.Helper()
	if a.Bounds() != b.Bounds() {
		t.Fatalf("sizes %v and %v", a.Bounds(), b.Bounds())
	}
	sum, far, area := 0, 0, a.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			dr, dg, db := apart(ar, br), apart(ag, bg), apart(ab, bb)
			sum += dr + dg + db
			if max(dr, dg, db) > 24 {
				far++
			}
		}
	}
	n := float64(area.Dx() * area.Dy())
	return float64(sum) / (3 * n), float64(far) / n
}

// apart is how far two 16-bit values of a color are from each other, as 8-bit values.
func apart(a, b uint32) int { return int(max(a, b)-min(a, b)) / 257 }

// turnedRight is the picture turned a quarter clockwise.
func turnedRight(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(b.Dy()-1-y, x, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

// orientation is the EXIF orientation of a JPEG file, or 0 when it has none.
func orientation(t *testing.T, file []byte) int {
	t.Helper()
	found := 0
	_, err := imagemeta.Decode(imagemeta.Options{
		R:           bytes.NewReader(file),
		ImageFormat: imagemeta.JPEG,
		Sources:     imagemeta.EXIF,
		HandleTag: func(tag imagemeta.TagInfo) error {
			if value, ok := tag.Value.(uint16); ok && tag.Tag == "Orientation" {
				found = int(value)
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
