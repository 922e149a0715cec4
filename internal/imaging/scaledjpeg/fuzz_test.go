package scaledjpeg_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"maps"
	"slices"
	"testing"

	"blobsight/internal/imaging/scaledjpeg"
)

// FuzzDecode: any bytes give a picture of the size that is asked for, or none,
// and only where the standard library has no complaint.
func FuzzDecode(f *testing.F) {
	for _, gray := range []bool{false, true} {
		file := encoded(f, soft(40, 24, gray))
		f.Add(file, uint8(1), uint8(1))
		f.Add(file, uint8(20), uint8(12))
		f.Add(file[:len(file)/2], uint8(1), uint8(1))
	}
	f.Add([]byte(tiny("\x00")), uint8(1), uint8(1))
	for _, changes := range []map[string]change{broken(), odd(), fine()} {
		for _, name := range slices.Sorted(maps.Keys(changes)) {
			f.Add(changes[name].apply(f, encoded(f, soft(40, 24, false))), uint8(1), uint8(1))
		}
	}
	f.Fuzz(func(t *testing.T, file []byte, w, h uint8) {
		judge(t, file, int(w), int(h))
	})
}

// judge decodes a file at a scale and, when that gives a picture, compares it
// with what the standard library says.
func judge(t *testing.T, file []byte, w, h int) {
	t.Helper()
	config, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.Width*config.Height > 1_000_000 {
		return
	}
	img := scaledjpeg.Decode(file, image.Pt(config.Width, config.Height), image.Pt(w, h), never)
	if img == nil {
		return
	}
	size := img.Bounds().Size()
	if size.X < w || size.Y < h {
		t.Fatalf("%v, at least %d x %d is asked for", size, w, h)
	}
	img.At(size.X-1, size.Y-1) // within the planes
	whole, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("decoded, though %v", err)
	}
	if got, want := kind(img), kind(whole); got != want {
		t.Fatalf("%s, want %s", got, want)
	}
}

// kind tells the type of a picture, and which chroma it has.
func kind(img image.Image) string {
	if m, ok := img.(*image.YCbCr); ok {
		return m.SubsampleRatio.String()
	}
	return fmt.Sprintf("%T", img)
}
