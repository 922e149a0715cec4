package scaledjpeg_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"

	"blobsight/internal/imaging/scaledjpeg"
)

// soft is a picture of slow waves: color with half the chroma each way once it
// is encoded, or gray.
func soft(w, h int, gray bool) image.Image {
	img, levels := image.NewNRGBA(image.Rect(0, 0, w, h)), image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			a, b := math.Sin(float64(x)/71+float64(y)/143), math.Sin(float64(x)/37-float64(y)/59)
			c := color.NRGBA{R: uint8(128 + 60*a + 30*b), G: uint8(110 + 90*b), B: uint8(120 - 70*a), A: 255}
			img.SetNRGBA(x, y, c)
			levels.Set(x, y, c)
		}
	}
	if gray {
		return levels
	}
	return img
}

// encoded gives the picture as a file.
func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// never lets decoding go on.
func never() bool { return false }

// luma gives the plane of luma with its stride.
func luma(t testing.TB, img image.Image) ([]uint8, int) {
	t.Helper()
	switch m := img.(type) {
	case *image.YCbCr:
		return m.Y, m.YStride
	case *image.Gray:
		return m.Pix, m.Stride
	}
	t.Fatalf("a picture of type %T", img)
	return nil, 0
}

// TestDecode: each scale gives nearly the means of the pixels that each of its
// pixels stands for, and the smallest scale that is enough is taken.
func TestDecode(t *testing.T) {
	t.Parallel()
	size := image.Pt(401, 299)
	for _, gray := range []bool{false, true} {
		file := encoded(t, soft(size.X, size.Y, gray))
		whole, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		pixels, stride := luma(t, whole)
		for _, c := range []struct {
			atLeast, want image.Point
			scale         int // pixels that one stands for, each way
		}{
			{image.Pt(1, 1), image.Pt(51, 38), 8},
			{image.Pt(51, 38), image.Pt(51, 38), 8},
			{image.Pt(51, 39), image.Pt(101, 75), 4},
			{image.Pt(102, 1), image.Pt(201, 150), 2},
		} {
			got := scaledjpeg.Decode(file, size, c.atLeast, never)
			if got == nil || got.Bounds() != (image.Rectangle{Max: c.want}) {
				t.Fatalf("gray %t, at least %v: %v, want %v", gray, c.atLeast, got, c.want)
			}
			small, smallStride := luma(t, got)
			for y := range size.Y / c.scale {
				for x := range size.X / c.scale {
					sum := 0
					for i := range c.scale * c.scale {
						sum += int(pixels[(y*c.scale+i/c.scale)*stride+x*c.scale+i%c.scale])
					}
					mean, level := float64(sum)/float64(c.scale*c.scale), float64(small[y*smallStride+x])
					if math.Abs(level-mean) > 3 {
						t.Fatalf("gray %t, 1/%d: level %v at %d, %d, the mean is %v", gray, c.scale, level, x, y, mean)
					}
				}
			}
		}
	}
}

// TestDecodeLeavesTheRest: what is not read, or not as it should be, is nil.
func TestDecodeLeavesTheRest(t *testing.T) {
	t.Parallel()
	size, small := image.Pt(160, 120), image.Pt(40, 30)
	file := encoded(t, soft(size.X, size.Y, false))
	progressive := bytes.Replace(file, []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1)
	for name, got := range map[string]image.Image{
		"no file":        scaledjpeg.Decode(nil, size, small, never),
		"progressive":    scaledjpeg.Decode(progressive, size, small, never),
		"another size":   scaledjpeg.Decode(file, size.Add(image.Pt(1, 0)), small, never),
		"all pixels":     scaledjpeg.Decode(file, size, image.Point{}, never),
		"as many pixels": scaledjpeg.Decode(file, size, image.Pt(81, 1), never),
		"cut":            scaledjpeg.Decode(file[:len(file)-2], size, small, never),
		"cut long ago":   scaledjpeg.Decode(file[:len(file)/2], size, small, never),
		"another end":    scaledjpeg.Decode(append(bytes.Clone(file[:len(file)-2]), 0xff, 0xd3), size, small, never),
	} {
		if got != nil {
			t.Errorf("%s: %v", name, got.Bounds())
		}
	}
}

// TestDecodeStops: stop is asked before each row of units, and obeyed.
func TestDecodeStops(t *testing.T) {
	t.Parallel()
	size, asked := image.Pt(160, 120), 0
	file := encoded(t, soft(size.X, size.Y, false))
	stop := func(after int) func() bool {
		asked = 0
		return func() bool { asked++; return asked > after }
	}
	if got := scaledjpeg.Decode(file, size, image.Pt(1, 1), stop(3)); got != nil || asked != 4 {
		t.Errorf("%v, asked %d times, want nil and 4", got, asked)
	}
	const rows = 8 // of 16 pixels
	if got := scaledjpeg.Decode(file, size, image.Pt(1, 1), stop(rows)); got == nil || asked != rows {
		t.Errorf("%v, asked %d times, want a picture and %d", got, asked, rows)
	}
}

// TestFrameOf: samples are counted in whole units, whatever the kind.
func TestFrameOf(t *testing.T) {
	t.Parallel()
	colored, gray := encoded(t, soft(161, 120, false)), encoded(t, soft(161, 120, true))
	for name, c := range map[string]struct {
		file []byte
		want scaledjpeg.Frame
	}{
		"color": {colored, scaledjpeg.Frame{Components: 3, Pixels: 161 * 120, Samples: 11 * 8 * 6 * 64}},
		"gray":  {gray, scaledjpeg.Frame{Components: 1, Pixels: 161 * 120, Samples: 21 * 15 * 64}},
		"progressive": {
			bytes.Replace(gray, []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1),
			scaledjpeg.Frame{Progressive: true, Components: 1, Pixels: 161 * 120, Samples: 21 * 15 * 64},
		},
		"none": {gray[:20], scaledjpeg.Frame{}},
	} {
		if got := scaledjpeg.FrameOf(c.file); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
