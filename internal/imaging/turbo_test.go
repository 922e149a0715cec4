//go:build turbojpeg && cgo

package imaging_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"blobsight/internal/imaging"
)

// decodedAt reads a file of which no more than atLeast pixels are needed.
func decodedAt(t *testing.T, file []byte, atLeast image.Point) *imaging.Picture {
	t.Helper()
	p, err := imaging.Load(bytes.NewReader(file), imaging.DefaultLimits())
	if err == nil {
		err = p.Decode(atLeast)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestTurboAgrees: libjpeg-turbo gives what the standard library gives, at
// full size and scaled down, for colors and for gray.
func TestTurboAgrees(t *testing.T) {
	t.Parallel()
	recipe := plain(48, imaging.FitCenter)
	for name, file := range map[string][]byte{
		"color": encoded(t, soft(1001, 701, 0))["jpeg"],
		"gray":  encoded(t, grayOf(soft(403, 301, 0)))["jpeg"],
		"ratio": kindOf(t, "jpeg 4:2:2").File,
	} {
		img, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		want := levels(recipe.Tensor(decoded(img, imaging.Upright)))
		for _, atLeast := range []image.Point{{}, {X: 300, Y: 210}, {X: 120, Y: 80}} {
			p := decodedAt(t, file, atLeast)
			size := p.Image.Bounds().Size()
			if size.X < min(atLeast.X, p.Width) || size.Y < min(atLeast.Y, p.Height) || p.Width != img.Bounds().Dx() {
				t.Errorf("%s, at least %v: %v of %d x %d", name, atLeast, size, p.Width, p.Height)
			}
			worst, mean := difference(t, levels(recipe.Tensor(p)), want)
			t.Logf("%s, at least %v: %v, largest difference %d, mean %.2f", name, atLeast, size, worst, mean)
			if worst > 6 || mean > 1 {
				t.Errorf("%s, at least %v: largest difference %d, mean %.2f, want at most 6 and 1", name, atLeast, worst, mean)
			}
		}
	}
}

// TestTurboScales: the smallest scale is taken that is enough, upright.
func TestTurboScales(t *testing.T) {
	t.Parallel()
	file := encoded(t, soft(800, 400, 0))["jpeg"]
	for _, c := range []struct {
		orientation       uint16
		atLeast, wantSize image.Point
	}{
		{1, image.Pt(0, 0), image.Pt(800, 400)},
		{1, image.Pt(1, 1), image.Pt(100, 50)},
		{1, image.Pt(100, 51), image.Pt(200, 100)},
		{1, image.Pt(5000, 1), image.Pt(800, 400)},
		{6, image.Pt(50, 100), image.Pt(100, 50)},
		{6, image.Pt(51, 100), image.Pt(200, 100)},
	} {
		p := decodedAt(t, withJPEGExif(file, exif(binary.LittleEndian, c.orientation)), c.atLeast)
		if got := p.Image.Bounds().Size(); got != c.wantSize {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

// TestTurboLeavesTheRest: what it does not decode, the standard library does
// or refuses.
func TestTurboLeavesTheRest(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"jpeg cmyk", "jpeg ycck", "jpeg rgb"} {
		p := decodedAt(t, kindOf(t, name).File, image.Pt(1, 1))
		if got := fmt.Sprintf("%T", p.Image); strings.Contains(got, "YCbCr") || p.Image.Bounds().Dx() != 24 {
			t.Errorf("%s: %s of %v", name, got, p.Image.Bounds())
		}
	}
}
