package recognizertest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"blobsight"
)

// everything asks for all labels there are.
func everything() blobsight.RecognizeOptions {
	return blobsight.RecognizeOptions{MinConfidence: 0, MaxLabels: 100_000}
}

// scene is a made-up picture: a sky, a ground and a disk, in colors that
// depend on the kind.
func scene(w, h, kind int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: uint8(90 + 60*kind), G: uint8(160 - 20*kind), B: uint8(230 - 90*kind), A: 255}
			dx, dy := x-w/3, y-h/2
			switch {
			case dx*dx+dy*dy < h*h/16:
				c = color.NRGBA{R: uint8(230 - 80*kind), G: uint8(120 + (x*7^y*3)%60), B: 40, A: 255}
			case y > 2*h/3:
				c = color.NRGBA{R: uint8(60 + (x*x+y)%50), G: 110, B: uint8(50 + 40*kind), A: 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// encode gives a picture as a file.
func encode(t *testing.T, format string, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "png":
		err = png.Encode(&b, img)
	case "gif":
		err = gif.Encode(&b, img, nil)
	default:
		err = errors.New("unknown format " + format)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// WithOrientation puts EXIF data with the orientation into a JPEG.
func WithOrientation(file []byte, orientation byte) []byte {
	data := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	data[6+8+2+8+1] = orientation // header of EXIF, header of TIFF, count, tag up to the value
	b := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(data)+2))
	b = append(b, data...)
	return append(b, file[2:]...)
}

// hugePNG claims a size and has no pixels.
func hugePNG(w, h uint32) []byte {
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	chunk = binary.BigEndian.AppendUint32(chunk, h)
	chunk = append(chunk, 8, 2, 0, 0, 0) // 8 bits, RGB
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

// picture is the bytes as a Picture.
func picture(data []byte) blobsight.Picture {
	return blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// recognize recognizes a good picture.
func recognize(t *testing.T, r blobsight.Recognizer, data []byte, opt blobsight.RecognizeOptions) *blobsight.Recognition {
	t.Helper()
	got, err := r.Recognize(t.Context(), picture(data), opt)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
