package imaging_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"blobsight/internal/imaging"
)

// camera is a JPEG of 12 megapixels as cameras store them: 4:2:0, 90 % and
// some noise, which makes it 2.6 MB.
func camera(b *testing.B) []byte {
	b.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, soft(4000, 3000, 12), &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

// benchmarkFile takes a file from its bytes to a tensor of 224 x 224.
func benchmarkFile(b *testing.B, file []byte, atLeast image.Point) {
	b.Helper()
	recipe := plain(224, imaging.FitCenter)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := imaging.Load(bytes.NewReader(file), imaging.DefaultLimits())
		if err == nil {
			err = p.Decode(func(image.Point) image.Point { return atLeast })
		}
		if err != nil {
			b.Fatal(err)
		}
		recipe.Tensor(p)
	}
}

// BenchmarkJPEG12MP decodes all pixels, or twice as many as the tensor needs
// each way.
func BenchmarkJPEG12MP(b *testing.B) {
	file := camera(b)
	b.Run("whole", func(b *testing.B) { benchmarkFile(b, file, image.Point{}) })
	b.Run("scaled", func(b *testing.B) { benchmarkFile(b, file, image.Pt(600, 448)) })
}

// BenchmarkHEIC reads pictures of 1.4 and 12 megapixels.
func BenchmarkHEIC(b *testing.B) {
	dir := shared(b, "formats")
	for _, name := range []string{"cheers_1440x960.heic", "exif-at-eof.heic"} {
		file, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) { benchmarkFile(b, file, image.Point{}) })
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
