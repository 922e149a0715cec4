//go:build turbojpeg && cgo

package imaging_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"strings"
	"testing"

	"blobsight/internal/imaging"
)

// soft is a JPEG of a picture without fine detail: slow waves, and one edge.
func soft(t testing.TB, w, h int, gray bool) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			a, b := math.Sin(float64(x)/71+float64(y)/143), math.Sin(float64(x)/37-float64(y)/59)
			c := color.NRGBA{R: uint8(128 + 60*a + 30*b), G: uint8(110 + 90*b), B: uint8(120 - 70*a), A: 255}
			if x > w/3 && y > h/2 {
				c.R /= 2
			}
			img.SetNRGBA(x, y, c)
		}
	}
	if gray {
		return encoded(t, grayOf(img))["jpeg"]
	}
	return encoded(t, img)["jpeg"]
}

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
		"color": soft(t, 1001, 701, false),
		"gray":  soft(t, 403, 301, true),
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
	file := soft(t, 800, 400, false)
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

// grayOf drops the colors.
func grayOf(img image.Image) image.Image {
	gray := image.NewGray(img.Bounds())
	for y := range gray.Rect.Dy() {
		for x := range gray.Rect.Dx() {
			gray.Set(x, y, img.At(x, y))
		}
	}
	return gray
}
