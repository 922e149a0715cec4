package imaging_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"blobsight"
	"blobsight/internal/imaging"
)

// quarters is a picture without symmetry: four colors, the first one larger.
func quarters(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 220, G: 30, B: 30, A: 255}
			switch {
			case x >= w/2+w/8 && y >= h/2:
				c = color.NRGBA{R: 240, G: 240, B: 240, A: 255}
			case x >= w/2+w/8:
				c = color.NRGBA{R: 30, G: 200, B: 40, A: 255}
			case y >= h/2+h/8:
				c = color.NRGBA{R: 20, G: 40, B: 210, A: 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// encoded gives the picture as a file of every format that we can write.
func encoded(t testing.TB, img image.Image) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, format := range []string{"jpeg", "png", "gif", "bmp", "tiff"} {
		files[format] = encodedAs(t, format, img)
	}
	return files
}

// encodedAs is img in one of the formats of encoded.
func encodedAs(t testing.TB, format string, img image.Image) []byte {
	t.Helper()
	encode := map[string]func(*bytes.Buffer) error{
		"jpeg": func(b *bytes.Buffer) error { return jpeg.Encode(b, img, &jpeg.Options{Quality: 95}) },
		"png":  func(b *bytes.Buffer) error { return png.Encode(b, img) },
		"gif":  func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) },
		"bmp":  func(b *bytes.Buffer) error { return bmp.Encode(b, img) },
		"tiff": func(b *bytes.Buffer) error { return tiff.Encode(b, img, &tiff.Options{Compression: tiff.Deflate}) },
	}[format]
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatalf("encode %s: %v", format, err)
	}
	return b.Bytes()
}

// field is one entry of a TIFF directory, a 16-bit or 32-bit integer.
type field struct {
	tag, kind uint16
	value     uint32
}

// directory is a TIFF header and one directory: the shape of EXIF data.
func directory(order binary.AppendByteOrder, fields ...field) []byte {
	mark := map[bool]string{true: "II", false: "MM"}[order.String() == "LittleEndian"]
	b := order.AppendUint16([]byte(mark), 42)
	b = order.AppendUint32(b, 8) // where the directory is
	b = order.AppendUint16(b, uint16(len(fields)))
	for _, f := range fields {
		b = order.AppendUint16(b, f.tag)
		b = order.AppendUint16(b, f.kind)
		b = order.AppendUint32(b, 1)
		if f.kind == 3 {
			b = order.AppendUint16(b, uint16(f.value))
			b = order.AppendUint16(b, 0)
		} else {
			b = order.AppendUint32(b, f.value)
		}
	}
	return order.AppendUint32(b, 0)
}

// exif is EXIF data with one tag: the orientation.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	return directory(order, field{0x0112, 3, uint32(orientation)})
}

// tiffFile is an uncompressed gray TIFF with an orientation.
func tiffFile(w, h int, orientation uint16) []byte {
	fields := []field{
		{256, 3, uint32(w)},
		{257, 3, uint32(h)},
		{258, 3, 8}, // bits per sample
		{259, 3, 1}, // not compressed
		{262, 3, 1}, // black is 0
		{273, 4, 0}, // where the pixels are: set below
		{274, 3, uint32(orientation)},
		{277, 3, 1}, // samples per pixel
		{278, 3, uint32(h)},
		{279, 4, uint32(w * h)},
	}
	fields[5].value = uint32(len(directory(binary.LittleEndian, fields...)))
	return append(directory(binary.LittleEndian, fields...), make([]byte, w*h)...)
}

// withJPEGExif puts EXIF data in front of everything else in a JPEG.
func withJPEGExif(file, exif []byte) []byte {
	segment := append([]byte("Exif\x00\x00"), exif...)
	b := []byte{0xff, 0xd8, 0xff, 0xe1}
	b = binary.BigEndian.AppendUint16(b, uint16(len(segment)+2))
	b = append(b, segment...)
	return append(b, file[2:]...)
}

// webpFile is a lossless WebP of one gray, made bit by bit, with EXIF data.
func webpFile(w, h int, gray byte, exif []byte) []byte {
	var bits []byte
	n := 0
	put := func(v, count int) {
		for i := range count {
			if n%8 == 0 {
				bits = append(bits, 0)
			}
			bits[n/8] |= byte(v>>i&1) << (n % 8)
			n++
		}
	}
	put(0x2f, 8)
	put(w-1, 14)
	put(h-1, 14)
	put(0, 1+3)   // no alpha, version 0
	put(0, 1+1+1) // no transform, no color cache, no other codes
	for _, symbol := range []int{int(gray), int(gray), int(gray), 255, 0} {
		put(1|0<<1|1<<2, 3) // a code of one symbol, which has 8 bits
		put(symbol, 8)
	}
	chunk := func(id string, data []byte) []byte {
		b := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(data)))
		b = append(b, data...)
		return append(b, make([]byte, len(data)%2)...)
	}
	const hasExif = 1 << 3
	header := []byte{hasExif, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0}
	body := append([]byte("WEBP"), chunk("VP8X", header)...)
	body = append(body, chunk("VP8L", bits)...)
	body = append(body, chunk("EXIF", exif)...)
	return chunk("RIFF", body)
}

// read is Read with the default limits.
func read(data []byte) (*imaging.Picture, error) {
	return imaging.Read(bytes.NewReader(data), imaging.DefaultLimits())
}

// wantCode fails unless err is a BadImage with the code.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var e *blobsight.Error
	if !errors.As(err, &e) || e.Kind != blobsight.KindBadImage || e.Code != code {
		t.Fatalf("error %v, want a bad image with code %s", err, code)
	}
	if e.Detail == "" {
		t.Fatalf("error %v says no detail", err)
	}
}

// shared finds a folder of the test pictures that lie beside the repository,
// and skips the test where there are none.
func shared(t testing.TB, folder string) string {
	t.Helper()
	dir, err := filepath.Abs("../../../shared/images/" + folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test pictures: ../shared/images/%s does not lie beside the repository", folder)
	}
	return dir
}
