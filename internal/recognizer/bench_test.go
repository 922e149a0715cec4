package recognizer_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"blobsight"
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
