package imaging_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
)

// patched overwrites the bytes at an offset behind the first occurrence of a
// text.
func patched(t testing.TB, file []byte, text string, offset int, with ...byte) []byte {
	t.Helper()
	at := bytes.Index(file, []byte(text))
	if at < 0 {
		t.Fatalf("no %q in the file", text)
	}
	file = bytes.Clone(file)
	copy(file[at+offset:], with)
	return file
}

// TestHEIFBounds: the size is read and judged without the decoder, also where
// what is coded is larger than the header says.
func TestHEIFBounds(t *testing.T) {
	t.Parallel()
	file := kindOf(t, "heic").File
	side := binary.BigEndian.AppendUint32(nil, 5001)
	for name, c := range map[string]struct {
		file []byte
		code string
		says string
	}{
		"megapixels": {patched(t, file, "ispe", 8, append(side, side...)...), blobsight.CodeImageTooLarge, "limit is 25"},
		"narrow":     {patched(t, file, "ispe", 8, 0, 0, 0, 64), blobsight.CodeImageTooSmall, "128"},
		"not HEVC":   {bytes.ReplaceAll(file, []byte("hvcC"), []byte("av1C")), blobsight.CodeUnsupportedFormat, "HEVC"},
		"no boxes":   {bytes.ReplaceAll(file, []byte("ipco"), []byte("nope")), blobsight.CodeInvalidImage, "boxes"},
		"broken set": {patched(t, file, "hvcC", 4+22, 1, 33, 0, 1, 0, 1), blobsight.CodeImageTooLarge, "memory"},
		"no pixels":  {file[:len(file)/2], blobsight.CodeInvalidImage, ""},
	} {
		_, err := read(c.file)
		wantCode(t, err, c.code)
		if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %q does not say %q", name, err, c.says)
		}
	}
}

// TestHEIFLies: a parameter set among the coded data, which the decoder would
// follow, is seen.
func TestHEIFLies(t *testing.T) {
	t.Parallel()
	file := kindOf(t, "heic").File
	at := bytes.Index(file, []byte("mdat")) + 4
	set := []byte{
		0, 0, 0, 40, 33 << 1, 1, // a NAL unit, then a set with a size of 16384 x 16384
		1, 1, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 3, 0, 0, 3, 0, 0x1e,
		0xa0, 0x00, 0x20, 0x00, 0x80, 0x00, 0x40, 0x01, 0x00, 0x80,
	}
	copy(file[at:], set)
	_, err := read(file)
	wantCode(t, err, blobsight.CodeImageTooLarge)
	if !strings.Contains(err.Error(), "memory") {
		t.Errorf("error %q does not speak of memory", err)
	}
}

// TestHEIFOfTelephone: a HEIC of 12 megapixels in tiles, turned; its header is
// read far beyond the first kilobytes. It is not decoded here.
func TestHEIFOfTelephone(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile(filepath.Join(shared(t, "formats"), "exif-at-eof.heic"))
	if err != nil {
		t.Fatal(err)
	}
	limits := imaging.DefaultLimits()
	limits.MaxMegapixels = 12
	p, err := imaging.Read(bytes.NewReader(file), limits)
	wantCode(t, err, blobsight.CodeImageTooLarge)
	if p.Width != 3024 || p.Height != 4032 {
		t.Errorf("%d x %d, want 3024 x 4032", p.Width, p.Height)
	}
	limits.MaxMegapixels, limits.MaxMemory = 13, 200_000_000
	_, err = imaging.Read(bytes.NewReader(file), limits)
	wantCode(t, err, blobsight.CodeImageTooLarge)
	if !strings.Contains(err.Error(), "264 MB") { // 48 tiles of 512 x 512
		t.Errorf("error %q, want 251 MB", err)
	}
}

// boxOf makes a box.
func boxOf(kind string, body ...byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

// hostileHEIF is a HEIC of 256 x 256 pixels, as it says, whose item 1 lies at
// the places of iloc and has the properties of ipma: the size, and a coding.
func hostileHEIF(iloc, ipma []byte) []byte {
	size := boxOf("ispe", 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0)
	properties := boxOf("ipco", append(size, boxOf("hvcC", make([]byte, 23)...)...)...)
	return slices.Concat(boxOf("ftyp", []byte("heic\x00\x00\x00\x00heic")...), boxOf("meta", slices.Concat(
		make([]byte, 4), boxOf("pitm", 0, 0, 0, 0, 0, 1),
		boxOf("iprp", append(properties, boxOf("ipma", ipma...)...)...), boxOf("iloc", iloc...),
	)...))
}

// TestHEIFHides: what is coded at a place that is not looked at counts as
// endless, and a file that says something twice is not followed.
func TestHEIFHides(t *testing.T) {
	t.Parallel()
	owned := []byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1, 2}
	for name, iloc := range map[string][]byte{
		"nowhere":       {0, 0, 0, 0, 0x44, 0, 0, 0},
		"in another":    {1, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9},
		"odd numbers":   {0, 0, 0, 0, 0x33, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 9},
		"there and not": {1, 0, 0, 0, 0x44, 0, 0, 2, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9},
	} {
		_, err := read(hostileHEIF(iloc, owned))
		wantCode(t, err, blobsight.CodeImageTooLarge)
		if !strings.Contains(err.Error(), "memory") {
			t.Errorf("%s: error %q does not speak of memory", name, err)
		}
	}
	file := kindOf(t, "heic").File
	at := bytes.Index(file, []byte("meta")) - 4
	meta := file[at : at+int(binary.BigEndian.Uint32(file[at:]))]
	_, err := read(append(bytes.Clone(file), meta...))
	wantCode(t, err, blobsight.CodeInvalidImage)
}

// TestHEIFBombs: headers that announce far more than they hold cost neither
// memory nor time. They would take gigabytes and a quarter of an hour.
func TestHEIFBombs(t *testing.T) {
	t.Parallel()
	owned := []byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1, 2}
	nowhere := []byte{0, 0, 0, 0, 0, 0, 0x40, 0} // 16,384 items of 65,535 places that take no bits
	for i := range 0x4000 {
		nowhere = append(nowhere, byte(i>>8), byte(i), 0, 0, 0xff, 0xff)
	}
	beyond := []byte{0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0xea, 0x60} // 60,000 places behind the end
	beyond = append(beyond, bytes.Repeat([]byte{0x7f, 0, 0, 0, 0, 0, 0, 1}, 60_000)...)
	again := []byte{0, 0, 0, 0, 0, 0, 0x08, 0} // 2,048 times 200 codings of one item
	for range 0x800 {
		again = append(append(again, 0, 1, 200, 1), bytes.Repeat([]byte{2}, 199)...)
	}
	many := bytes.Repeat(boxOf("free"), 1_000_000)
	for name, file := range map[string][]byte{
		"places of no bits":   hostileHEIF(nowhere, owned),
		"places and codings":  hostileHEIF(beyond, again),
		"boxes without end":   append(boxOf("ftyp", []byte("heic\x00\x00\x00\x00heic")...), many...),
		"boxes in a meta box": append(boxOf("ftyp", []byte("heic\x00\x00\x00\x00heic")...), boxOf("meta", many...)...),
	} {
		if _, err := read(file); blobsight.KindOf(err) != blobsight.KindBadImage {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
