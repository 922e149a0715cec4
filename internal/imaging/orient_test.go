package imaging_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"blobsight/internal/imaging"
)

// stored lays an upright picture down as a camera held in one of the eight
// ways would store it. The table says which stored pixel shows (x, y).
func stored(upright *image.NRGBA, o imaging.Orientation) *image.NRGBA {
	w, h := upright.Rect.Dx(), upright.Rect.Dy()
	size := image.Pt(w, h)
	if o >= 5 {
		size = image.Pt(h, w)
	}
	img := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range h {
		for x := range w {
			at := [...]image.Point{
				1: {x, y},
				2: {w - 1 - x, y},
				3: {w - 1 - x, h - 1 - y},
				4: {x, h - 1 - y},
				5: {y, x},
				6: {y, w - 1 - x},
				7: {h - 1 - y, w - 1 - x},
				8: {h - 1 - y, x},
			}[o]
			img.SetNRGBA(at.X, at.Y, upright.NRGBAAt(x, y))
		}
	}
	return img
}

// TestOrientation: a JPEG gives the same numbers and upright size in all eight
// orientations, for both byte orders and both ways to fit.
func TestOrientation(t *testing.T) {
	t.Parallel()
	upright := quarters(91, 40)
	for _, fit := range []imaging.Fit{imaging.FitCenter, imaging.FitSqueeze} {
		recipe := plain(16, fit)
		want := levels(recipe.Tensor(decoded(upright, imaging.Upright)))
		for o := imaging.Upright; o <= 8; o++ {
			for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
				t.Run(fmt.Sprint(fit, o, order), func(t *testing.T) {
					t.Parallel()
					file := encodedAs(t, "jpeg", stored(upright, o))
					p, err := read(withJPEGExif(file, exif(order, uint16(o))))
					if err != nil {
						t.Fatal(err)
					}
					if p.Orientation != o || p.Width != 91 || p.Height != 40 {
						t.Fatalf("orientation %d, %d x %d, want %d, 91 x 40", p.Orientation, p.Width, p.Height, o)
					}
					// The JPEG itself loses some at the edges of colors; a wrong turn gives 40 or more.
					if _, mean := difference(t, levels(recipe.Tensor(p)), want); mean > 4 {
						t.Errorf("mean difference %.2f, want at most 4", mean)
					}
				})
			}
		}
	}
}

func TestOrientationOfOtherFormats(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := png.Encode(&b, quarters(40, 24)); err != nil {
		t.Fatal(err)
	}
	chunk := append([]byte("eXIf"), exif(binary.BigEndian, 6)...)
	file := append([]byte{}, b.Bytes()[:33]...) // signature and IHDR
	file = binary.BigEndian.AppendUint32(file, uint32(len(chunk)-4))
	file = append(file, chunk...)
	file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(chunk))
	file = append(file, b.Bytes()[33:]...)
	for format, file := range map[string][]byte{
		"png":  file,
		"webp": webpFile(40, 24, 100, exif(binary.LittleEndian, 6)),
		"tiff": tiffFile(40, 24, 6),
	} {
		p, err := read(file)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if p.Orientation != 6 || p.Width != 24 || p.Height != 40 {
			t.Errorf("%s: orientation %d, %d x %d, want 6, 24 x 40", format, p.Orientation, p.Width, p.Height)
		}
	}
}

// TestBrokenExifIsIgnored: the picture counts, not what is said about it.
func TestBrokenExifIsIgnored(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "jpeg", quarters(40, 24))
	good := exif(binary.LittleEndian, 6)
	for name, data := range map[string][]byte{
		"cut short":      good[:len(good)/2],
		"empty":          {},
		"value 0":        exif(binary.LittleEndian, 0),
		"value 9":        exif(binary.LittleEndian, 9),
		"no byte order":  append([]byte("XX"), good[2:]...),
		"far directory":  append(append([]byte{}, good[:4]...), 0xff, 0xff, 0xff, 0x7f),
		"many entries":   append(append([]byte{}, good[:8]...), 0xff, 0xff),
		"self reference": append(append([]byte{}, good[:4]...), 0, 0, 0, 0),
	} {
		p, err := read(withJPEGExif(file, data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Orientation != imaging.Upright || p.Width != 40 {
			t.Errorf("%s: orientation %d", name, p.Orientation)
		}
	}
}

// TestOrientationOfPhotographs reads the same two photographs in every
// orientation: all must look alike.
func TestOrientationOfPhotographs(t *testing.T) {
	t.Parallel()
	dir := shared(t, "exif")
	for _, name := range []string{"Landscape", "Portrait"} {
		recipe := plain(32, imaging.FitCenter)
		var want []int
		var size image.Point
		for o := range 9 { // 0 has no tag
			data, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("%s_%d.jpg", name, o)))
			if err != nil {
				t.Fatal(err)
			}
			p, err := read(data)
			if err != nil {
				t.Fatal(err)
			}
			if p.Orientation != imaging.Orientation(max(o, 1)) {
				t.Errorf("%s %d: orientation %d", name, o, p.Orientation)
			}
			got := levels(recipe.Tensor(p))
			if o == 0 {
				want, size = got, image.Pt(p.Width, p.Height)
			}
			worst, mean := difference(t, got, want)
			t.Logf("%s %d: %d x %d, largest difference %d, mean %.2f", name, o, p.Width, p.Height, worst, mean)
			if mean > 4 || image.Pt(p.Width, p.Height) != size {
				t.Errorf("%s %d: %d x %d and mean difference %.2f, want %v and at most 4", name, o, p.Width, p.Height, mean, size)
			}
		}
	}
}
