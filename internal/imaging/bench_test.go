package imaging_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"blobsight/internal/imaging"
)

// camera is a JPEG of 12 megapixels, as cameras store them (4:2:0).
func camera(b *testing.B) []byte {
	b.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, waves(4000, 3000, image.YCbCrSubsampleRatio420), &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

func BenchmarkRead12MP(b *testing.B) {
	file := camera(b)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTensor(b *testing.B) {
	for name, img := range map[string]image.Image{
		"12MP-YCbCr": waves(4000, 3000, image.YCbCrSubsampleRatio420),
		"1MP-YCbCr":  waves(1200, 900, image.YCbCrSubsampleRatio420),
		"12MP-NRGBA": image.NewNRGBA(image.Rect(0, 0, 4000, 3000)),
		"1MP-NRGBA":  image.NewNRGBA(image.Rect(0, 0, 1200, 900)),
	} {
		for _, size := range []int{64, 224} {
			p := decoded(img, imaging.Upright)
			recipe := plain(size, imaging.FitCenter)
			b.Run(name+"-to-"+map[int]string{64: "64", 224: "224"}[size], func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					recipe.Tensor(p)
				}
			})
		}
	}
}
