package imaging_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
)

// FuzzRead: any bytes end as a picture or as a bad image with a known code,
// without a panic, and a picture gives finite numbers of the right size.
func FuzzRead(f *testing.F) {
	for _, file := range encoded(f, quarters(24, 17)) {
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
	f.Add(withJPEGExif(encoded(f, quarters(24, 17))["jpeg"], exif(binary.LittleEndian, 6)))
	f.Add(webpFile(24, 17, 100, exif(binary.BigEndian, 8)))
	f.Add(tiffFile(24, 17, 3))
	for _, k := range kinds(f) {
		if !strings.Contains(k.Name, "heic") { // slow, and FuzzHEIF's
			f.Add(k.File)
		}
	}
	f.Add([]byte("<svg/>"))
	f.Add([]byte{})
	limits := imaging.DefaultLimits()
	limits.MaxBytes, limits.MaxMegapixels, limits.MaxSide = 1<<20, 1, 4000
	recipe := plain(16, imaging.FitCenter)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := imaging.Read(bytes.NewReader(data), limits)
		small, smallErr := imaging.Load(bytes.NewReader(data), limits)
		if smallErr == nil {
			smallErr = small.Decode(func(image.Point) image.Point { return image.Pt(9, 9) })
		}
		if fmt.Sprint(err) != fmt.Sprint(smallErr) {
			t.Fatalf("error %v at full size, %v at a scale", err, smallErr)
		}
		if err != nil {
			if blobsight.KindOf(err) != blobsight.KindBadImage {
				t.Fatalf("error %v is no bad image", err)
			}
			return
		}
		if p.Format == "" || min(p.Width, p.Height) < 16 || len(p.SHA256) != 64 {
			t.Fatalf("a picture that is not described: %+v", p.Describe())
		}
		tensor := append(recipe.Tensor(p), recipe.Tensor(small)...)
		if len(tensor) != 2*3*16*16 {
			t.Fatalf("%d values", len(tensor))
		}
		for _, v := range tensor {
			if math.IsNaN(float64(v)) || v < 0 || v > 255.01 {
				t.Fatalf("value %v", v)
			}
		}
	})
}

// FuzzHEIF: any change to the boxes of a HEIC ends as a picture or as a bad
// image, within the memory that is allowed. The bytes are changed in front of
// the coded data, or in it: at is where, with what.
func FuzzHEIF(f *testing.F) {
	file := kindOf(f, "heic turned").File
	if _, err := read(file); err != nil { // the first HEIC takes its time, which no input must be blamed for
		f.Fatal(err)
	}
	f.Add(uint16(0), []byte{})
	for _, box := range []string{"ftyp", "pitm", "iloc", "iinf", "iref", "ipco", "hvcC", "ispe", "irot", "ipma", "mdat"} {
		at := max(0, bytes.Index(file, []byte(box)))
		f.Add(uint16(at-4), []byte{0, 0, 0, 1})
		f.Add(uint16(at+4), []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
		f.Add(uint16(at+20), []byte{1, 2, 3})
	}
	limits := imaging.DefaultLimits() // less than these: a picture of many pixels would take seconds, which the fuzzer forbids
	limits.MaxMegapixels, limits.MaxMemory = 1, 50_000_000
	f.Fuzz(func(t *testing.T, at uint16, with []byte) {
		changed := bytes.Clone(file)
		copy(changed[min(int(at), len(changed)):], with)
		p, err := imaging.Read(bytes.NewReader(changed), limits)
		if err != nil && blobsight.KindOf(err) != blobsight.KindBadImage {
			t.Fatalf("error %v is no bad image", err)
		}
		if err == nil && (p.Width < 128 || p.Image == nil) {
			t.Fatalf("a picture that is not described: %+v", p.Describe())
		}
	})
}
