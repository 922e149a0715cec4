package recognizer_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
)

// BenchmarkRecognize takes a JPEG of each size from bytes to labels.
func BenchmarkRecognize(b *testing.B) {
	l := local(b, config(b))
	for name, size := range map[string]image.Point{"12MP": {X: 4000, Y: 3000}, "1MP": {X: 1200, Y: 900}, "64px": {X: 64, Y: 64}} {
		img := image.NewYCbCr(image.Rectangle{Max: size}, image.YCbCrSubsampleRatio420)
		for i := range img.Y {
			img.Y[i] = uint8(64 + (i%img.YStride)%97 + (i/img.YStride)%31)
		}
		var file bytes.Buffer
		if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 90}); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := l.Recognize(b.Context(), picture(file.Bytes()), blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRegions tells what it costs to measure a JPEG of a megapixel on its way:
// not at all, the whole, and foreground, background and three instances as well.
func BenchmarkRegions(b *testing.B) {
	found := yolox(
		cell{x: 0, y: 0, width: 8, height: 8, score: 0.9},
		cell{x: 2, y: 1, class: 1, width: 16, height: 8, score: 0.8},
		cell{x: 2, y: 3, class: 2, width: 12, height: 12, score: 0.7},
	)
	l := local(b, withDetector(b, config(b), detector(b, imaging.Recipe{Fit: imaging.FitLetterbox}, found)))
	img := image.NewYCbCr(image.Rect(0, 0, 1200, 900), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(64 + (i%img.YStride)%97 + (i/img.YStride)%31)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(i%img.CStride/3), uint8(i/img.CStride/3)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	for name, opt := range map[string]blobsight.RecognizeOptions{
		"none":    {MaxLabels: 200},
		"whole":   {MaxLabels: 200, Properties: true},
		"regions": {MaxLabels: 200, Properties: true, Regions: true},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := l.Recognize(b.Context(), picture(file.Bytes()), opt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
