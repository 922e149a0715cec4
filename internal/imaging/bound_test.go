package imaging_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
)

// pngHeader is a PNG of any size that has no pixels.
func pngHeader(w, h int) []byte {
	chunk := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(chunk[4:], uint32(w))
	binary.BigEndian.PutUint32(chunk[8:], uint32(h))
	chunk[12], chunk[13] = 8, 2 // 8 bits, RGB
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

// resized writes another size into the frame header of a JPEG.
func resized(t *testing.T, file []byte, w, h int) []byte {
	t.Helper()
	at := bytes.Index(file, []byte{0xff, 0xc0})
	if at < 0 {
		t.Fatal("no frame header")
	}
	file = bytes.Clone(file)
	binary.BigEndian.PutUint16(file[at+5:], uint16(h))
	binary.BigEndian.PutUint16(file[at+7:], uint16(w))
	return file
}

// TestBound: the size in the header decides, and the message names the size
// and the limit. The files have no such pixels: decoding would fail otherwise.
func TestBound(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "jpeg", quarters(40, 24))
	limits := imaging.DefaultLimits()
	limits.MaxBytes, limits.MaxMegapixels, limits.MaxSide = 1<<20, 2, 5000
	for name, c := range map[string]struct {
		file []byte
		code string
		says []string
	}{
		"megapixels":   {pngHeader(2000, 1001), blobsight.CodeImageTooLarge, []string{"2000 x 1001", "2.0 megapixels", "limit is 2"}},
		"long side":    {pngHeader(5001, 100), blobsight.CodeImageTooLarge, []string{"5001 x 100", "5000"}},
		"bomb":         {pngHeader(1<<20, 1<<20), blobsight.CodeImageTooLarge, []string{"5000"}},
		"JPEG bomb":    {resized(t, file, 65500, 65500), blobsight.CodeImageTooLarge, []string{"65500 x 65500"}},
		"one pixel":    {pngHeader(1, 1), blobsight.CodeImageTooSmall, []string{"1 x 1", "16"}},
		"short side":   {pngHeader(400, 15), blobsight.CodeImageTooSmall, []string{"400 x 15", "16"}},
		"nothing":      {resized(t, file, 0, 0), blobsight.CodeInvalidImage, nil},
		"within":       {pngHeader(2000, 1000), blobsight.CodeInvalidImage, []string{"truncated"}},
		"smallest":     {pngHeader(16, 16), blobsight.CodeInvalidImage, []string{"truncated"}},
		"longest side": {pngHeader(5000, 16), blobsight.CodeInvalidImage, []string{"truncated"}},
	} {
		p, err := imaging.Read(bytes.NewReader(c.file), limits)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantCode(t, err, c.code)
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("error %q does not say %q", err, s)
				}
			}
			if name != "nothing" && p.Width == 0 {
				t.Error("the size is not reported")
			}
		})
	}
}

// TestBoundUpright: a refusal too gives the upright size.
func TestBoundUpright(t *testing.T) {
	t.Parallel()
	file := resized(t, encodedAs(t, "jpeg", quarters(40, 24)), 9000, 8000)
	p, err := read(withJPEGExif(file, exif(binary.BigEndian, 8)))
	wantCode(t, err, blobsight.CodeImageTooLarge)
	if p.Width != 8000 || p.Height != 9000 {
		t.Errorf("%d x %d, want 8000 x 9000", p.Width, p.Height)
	}
}

// TestManyScans: a JPEG that goes over its pixels again and again is refused,
// and scans inside of metadata do not count.
func TestManyScans(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "jpeg", quarters(40, 24))
	scan := []byte{0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0xff, 0}
	at := bytes.Index(file, []byte{0xff, 0xda})
	many := append(append(bytes.Clone(file[:at]), bytes.Repeat(scan, 201)...), file[at:]...)
	_, err := read(many)
	wantCode(t, err, blobsight.CodeInvalidImage)
	if !strings.Contains(err.Error(), "scans") {
		t.Errorf("error %q does not speak of scans", err)
	}
	hidden := append(exif(binary.LittleEndian, 1), bytes.Repeat(scan, 300)...)
	if _, err := read(withJPEGExif(file, hidden)); err != nil {
		t.Errorf("scans in metadata: %v", err)
	}
	if _, err := read(append(bytes.Clone(file), bytes.Repeat(scan, 300)...)); err != nil {
		t.Errorf("scans after the end: %v", err)
	}
}
