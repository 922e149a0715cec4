package onnx_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/onnx"
)

// photograph is a JPEG of a megapixel with some detail.
func photograph(b *testing.B) []byte {
	b.Helper()
	img := image.NewYCbCr(image.Rect(0, 0, 1200, 900), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		x, y := i%img.YStride, i/img.YStride
		img.Y[i] = uint8(64 + x%97 + y%31 + x*y%11)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(100+i%img.CStride%53), uint8(110+i/img.CStride%41)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// BenchmarkRecognize takes a megapixel from bytes to labels with MobileNetV2:
// as a whole, and by hand what cannot be done without, which is decoding,
// shrinking and running the network. What the whole takes beyond its parts is
// what a recognizer costs.
func BenchmarkRecognize(b *testing.B) {
	recipe := imaging.Recipe{
		Width: 224, Height: 224, Fit: imaging.FitCenter, Shorter: 256,
		Mean: [3]float64{0.485, 0.456, 0.406}, Std: [3]float64{0.229, 0.224, 0.225},
	}
	engine := load(b, real{name: "mobilenetv2_fp32"}.file(b), onnx.Options{})
	local := recognize(b, "imagenet-1k", recognizer.Classifier{Engine: engine, Recipe: recipe, Activation: recognizer.Softmax, Temperature: 1})
	file := photograph(b)
	needs := func(size image.Point) image.Point { return recipe.Needs(size.X, size.Y).Mul(2) }
	b.Run("parts", func(b *testing.B) {
		for b.Loop() {
			p, err := imaging.Load(bytes.NewReader(file), imaging.DefaultLimits())
			if err == nil {
				err = p.Decode(needs)
			}
			if err == nil {
				_, err = engine.Run(b.Context(), recipe.Tensor(p))
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("whole", func(b *testing.B) {
		open := func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }
		for b.Loop() {
			if _, err := local.Recognize(b.Context(), blobsight.Picture{Open: open}, blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
