package app_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
)

// turned is a picture as a camera stores it that was held in the way that an
// EXIF orientation tells.
type turned struct {
	image.Image // upright

	orientation int
}

// Bounds are those of the picture as it is stored.
func (p turned) Bounds() image.Rectangle {
	size := p.Image.Bounds().Size()
	if p.orientation >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return image.Rectangle{Max: size}
}

// At looks the pixel up in the upright picture.
func (p turned) At(x, y int) color.Color {
	b := p.Image.Bounds()
	right, bottom := b.Dx()-1, b.Dy()-1
	switch p.orientation {
	case 2:
		x = right - x
	case 3:
		x, y = right-x, bottom-y
	case 4:
		y = bottom - y
	case 5:
		x, y = y, x
	case 6:
		x, y = right-y, x
	case 7:
		x, y = right-y, bottom-x
	case 8:
		x, y = y, bottom-x
	}
	return p.Image.At(b.Min.X+x, b.Min.Y+y)
}

// file encodes the picture, with the orientation in an EXIF segment.
func (p turned) file(t *testing.T) []byte {
	t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[len(exif)-7] = byte(p.orientation)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(segment, exif...), picture.Bytes()[2:]...)
}

// TestBoxesAreUpright: however the camera was held, a thing is where a person
// sees it in the upright picture.
func TestBoxesAreUpright(t *testing.T) {
	t.Parallel()
	giraffe := filepath.Join(besides(t, "images/coco"), "000000000025")
	file, err := os.ReadFile(giraffe + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	upright, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	marked, rec := largestMark(t, giraffe+".txt"), open(t, "none", "yolox_nano_416")
	for orientation := 1; orientation <= 8; orientation++ {
		path := filepath.Join(t.TempDir(), "turned.jpg")
		if err := os.WriteFile(path, turned{upright, orientation}.file(t), 0o600); err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, l := range recognize(t, rec, path) {
			for _, i := range l.Instances {
				if found++; l.Name != "Giraffe" || overlap(i.Box, marked) < 0.8 {
					t.Errorf("orientation %d: %s at %+v, want a giraffe at %+v", orientation, l.Name, i.Box, marked)
				}
			}
		}
		if found != 1 {
			t.Errorf("orientation %d: %d things, want one", orientation, found)
		}
	}
}
