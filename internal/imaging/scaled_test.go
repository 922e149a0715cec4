package imaging_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"blobsight/internal/imaging"
)

// decodedAt reads a file of which no more than atLeast pixels are needed.
func decodedAt(t *testing.T, file []byte, atLeast image.Point) *imaging.Picture {
	t.Helper()
	p, err := imaging.Load(bytes.NewReader(file), imaging.DefaultLimits())
	if err == nil {
		err = p.Decode(func(image.Point) image.Point { return atLeast })
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestScaledAgrees: a picture that is decoded at a scale gives what the standard library gives, at
// full size and scaled down, for colors and for gray.
func TestScaledAgrees(t *testing.T) {
	t.Parallel()
	recipe := plain(48, imaging.FitCenter)
	for name, file := range map[string][]byte{
		"color": encodedAs(t, "jpeg", soft(1001, 701, 0)),
		"gray":  encodedAs(t, "jpeg", grayOf(soft(403, 301, 0))),
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

// TestScaledScales: the smallest scale is taken that is enough, upright.
func TestScaledScales(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "jpeg", soft(800, 400, 0))
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

// TestScaledLeavesTheRest: what is not decoded at a scale is decoded whole.
func TestScaledLeavesTheRest(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"jpeg cmyk", "jpeg ycck", "jpeg rgb"} {
		p := decodedAt(t, kindOf(t, name).File, image.Pt(1, 1))
		if got := fmt.Sprintf("%T", p.Image); strings.Contains(got, "YCbCr") || p.Image.Bounds().Dx() != 24 {
			t.Errorf("%s: %s of %v", name, got, p.Image.Bounds())
		}
	}
}

// TestScaledRestarts: restart markers in the coded data, which some cameras
// write, are followed.
func TestScaledRestarts(t *testing.T) {
	t.Parallel()
	k := kindOf(t, "jpeg restarts")
	p := decodedAt(t, k.File, image.Pt(96, 72))
	if got := p.Image.Bounds().Size(); got != image.Pt(96, 72) {
		t.Errorf("%v, want 96 x 72", got)
	}
	want := make([]int, len(k.RGB))
	for i, v := range k.RGB {
		want[i] = int(v)
	}
	if worst, mean := difference(t, levels(plain(18, imaging.FitCenter).Tensor(p)), want); worst > 6 || mean > 1 {
		t.Errorf("largest difference %d, mean %.2f, want at most 6 and 1", worst, mean)
	}
}

// TestScaledRefuses: a file that is cut or overwritten is refused as it is when
// all pixels are asked for.
func TestScaledRefuses(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "jpeg", soft(320, 240, 8))
	files := [][]byte{append(bytes.Clone(file[:len(file)-2]), 0xff, 0xd3)}
	for percent := 1; percent < 100; percent += 7 {
		files = append(files, file[:len(file)*percent/100])
		broken := bytes.Clone(file)
		copy(broken[len(file)*percent/100:], "\xff\xff\xff\xd8\x00\x00")
		files = append(files, broken)
	}
	for i, file := range files {
		_, want := read(file)
		p, err := imaging.Load(bytes.NewReader(file), imaging.DefaultLimits())
		if err == nil {
			err = p.Decode(func(image.Point) image.Point { return image.Pt(40, 30) })
		}
		if fmt.Sprint(err) != fmt.Sprint(want) {
			t.Errorf("file %d: %v, want %v", i, err, want)
		}
	}
}

// TestScaledJudged: the frame header that is judged is the one that is decoded,
// also where stray bytes between segments look like a segment that hides it.
func TestScaledJudged(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "jpeg", soft(800, 400, 0))
	at := bytes.Index(file, []byte{0xff, 0xc0, 0, 17})
	frame := file[at : at+2+17]
	huge := bytes.Clone(frame)
	binary.BigEndian.PutUint16(huge[5:], 60_000)
	binary.BigEndian.PutUint16(huge[7:], 60_000)
	comment := append([]byte{0xff, 0xfe, 0, byte(2 + len(huge))}, huge...)
	for name, stray := range map[string][]byte{
		"stuffed": {0xff, 0x00, 0, byte(2 + len(frame) + 4)}, // up to the frame in the comment
		"restart": {0xff, 0xd3, 0, byte(2 + len(frame) + 4)},
		"noise":   {1, 2, 3},
	} {
		p := decodedAt(t, slices.Concat(file[:at], stray, frame, comment, file[at+len(frame):]), image.Pt(1, 1))
		if got := p.Image.Bounds().Size(); got != image.Pt(100, 50) && got != image.Pt(800, 400) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
